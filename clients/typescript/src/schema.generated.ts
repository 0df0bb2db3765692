// Made from openapi.json by openapi-typescript: npm run client:types. Not to be changed by hand.

export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this service is */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Service info */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Info"];
                    };
                };
                /** @description `request_malformed`: The request is malformed. `body_unexpected`: This request takes no body. */
                400: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Internal error. */
                500: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Judges a photo
         * @description JPEG, PNG, WebP, GIF, AVIF or TIFF; the format is told by content. Of an animation the first frame counts.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": {
                        /** Format: binary */
                        file: Blob;
                    };
                    "image/*": Blob;
                    "application/octet-stream": Blob;
                };
            };
            responses: {
                /** @description The answer */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Prediction"];
                    };
                };
                /** @description `file_missing`: No file was sent. `file_duplicated`: More than one file was sent. `field_unexpected`: A field that is not expected was sent. `file_empty`: The file is empty. `multipart_malformed`: The multipart body is malformed. `request_malformed`: The request is malformed. */
                400: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `api_key_required`: An API key is required. */
                401: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: The request took too long to arrive. */
                408: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `body_too_large`: The body is too large. */
                413: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `content_encoding_unsupported`: Content encoding not supported. `content_type_unsupported`: Content type not supported. `image_type_unsupported`: Image type not supported. */
                415: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `expectation_unsupported`: Expectation not supported. */
                417: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `image_corrupt`: The image is corrupt. `image_too_large`: The image is too large. */
                422: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `rate_limited`: Too many photos. */
                429: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `headers_too_large`: The headers are too large. */
                431: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Internal error. */
                500: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_ready`: Not ready. `overloaded`: Overloaded. */
                503: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/predict/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Judges many photos
         * @description Each photo in a field `file`. It gets an answer as of `/predict`, or an error of its own with the codes of `/predict`; the results are in the order of the photos. With `Accept: application/x-ndjson` each is a line, sent as soon as it and all before it are there and the form has arrived. An error of the form itself, as too many photos or another field, fails the whole request.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": {
                        file: Blob[];
                    };
                };
            };
            responses: {
                /** @description A result for each photo */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BatchResults"];
                        "application/x-ndjson": string;
                    };
                };
                /** @description `file_missing`: No file was sent. `field_unexpected`: A field that is not expected was sent. `multipart_malformed`: The multipart body is malformed. `request_malformed`: The request is malformed. */
                400: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `api_key_required`: An API key is required. */
                401: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: The request took too long to arrive. */
                408: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `body_too_large`: The body is too large. `files_too_many`: Too many files were sent. */
                413: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `content_encoding_unsupported`: Content encoding not supported. `content_type_unsupported`: Content type not supported. */
                415: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `expectation_unsupported`: Expectation not supported. */
                417: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `rate_limited`: Too many photos. */
                429: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `headers_too_large`: The headers are too large. */
                431: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Internal error. */
                500: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_ready`: Not ready. `overloaded`: Overloaded. */
                503: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Judges the photo of a CloudEvent
         * @description CloudEvents 1.0 in binary or structured mode. The data is the photo, or JSON as `{"url": "https://..."}` where the service is allowed to fetch from that host. The answer is an event of type `cats-vs-dogs.prediction` in binary mode, so that a Knative Broker takes it for a reply.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 1.0; in binary mode, as the others. */
                    "ce-specversion"?: string;
                    /** @description Required in binary mode. */
                    "ce-id"?: string;
                    /** @description Required in binary mode. */
                    "ce-source"?: string;
                    /** @description Required in binary mode; any but `cats-vs-dogs.prediction`. */
                    "ce-type"?: string;
                    /** @description Becomes that of the answer. */
                    "ce-subject"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "image/*": Blob;
                    "application/octet-stream": Blob;
                    "application/json": components["schemas"]["PhotoUrl"];
                    "application/cloudevents+json": components["schemas"]["CloudEvent"];
                };
            };
            responses: {
                /** @description An event whose data is the answer of `/predict` */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        /** @description The same for the same event and model. */
                        "ce-id"?: string;
                        "ce-source"?: string;
                        "ce-type"?: "cats-vs-dogs.prediction";
                        "ce-specversion"?: "1.0";
                        "ce-time"?: string;
                        "ce-subject"?: string;
                        /** @description The id of the event that was judged. */
                        "ce-causationid"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Prediction"];
                    };
                };
                /** @description `event_malformed`: The CloudEvent is malformed. `event_unexpected`: This event is not for this function. `file_empty`: The file is empty. `request_malformed`: The request is malformed. */
                400: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `api_key_required`: An API key is required. */
                401: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `request_timeout`: The request took too long to arrive. */
                408: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `body_too_large`: The body is too large. */
                413: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `content_encoding_unsupported`: Content encoding not supported. `content_type_unsupported`: Content type not supported. `image_type_unsupported`: Image type not supported. */
                415: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `expectation_unsupported`: Expectation not supported. */
                417: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `image_corrupt`: The image is corrupt. `image_too_large`: The image is too large. `url_refused`: This URL may not be fetched. `photo_unavailable`: The photo cannot be had from its URL. */
                422: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `rate_limited`: Too many photos. */
                429: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `headers_too_large`: The headers are too large. */
                431: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Internal error. */
                500: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `photo_unreachable`: The photo could not be fetched now. */
                502: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_ready`: Not ready. `overloaded`: Overloaded. */
                503: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process is alive */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Health"];
                    };
                };
                /** @description `request_malformed`: The request is malformed. `body_unexpected`: This request takes no body. */
                400: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Internal error. */
                500: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a real prediction was made and came out right */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It was */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Ready"];
                    };
                };
                /** @description `request_malformed`: The request is malformed. `body_unexpected`: This request takes no body. */
                400: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Internal error. */
                500: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_ready`: Not ready. */
                503: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics for Prometheus */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The text format */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                /** @description `request_malformed`: The request is malformed. `body_unexpected`: This request takes no body. */
                400: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Internal error. */
                500: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OpenAPI 3.1 */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": Record<string, never>;
                    };
                };
                /** @description `request_malformed`: The request is malformed. `body_unexpected`: This request takes no body. */
                400: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Internal error. */
                500: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This page */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Swagger UI */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
                /** @description `request_malformed`: The request is malformed. `body_unexpected`: This request takes no body. */
                400: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `internal_error`: Internal error. */
                500: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Prediction: {
            /**
             * @description The class with the highest probability.
             * @enum {string}
             */
            prediction: "cat" | "dog";
            /** @description Calibrated probability of the predicted class. */
            probability: number;
            /** @description `probability` rounded to four decimals, under the name that clients of the former API read. */
            confidence: number;
            /** @description Calibrated probability of each class; they add up to 1. */
            probabilities: {
                cat: number;
                dog: number;
            };
            /** @description Whether the photo shows a cat or a dog at all: its pet score reaches the threshold that was chosen with the model. Of a photo without one, `prediction` still says what it is more like. */
            is_pet: boolean;
            /** @description How much the photo looks like a pet, from 0 to 1, rounded to four decimals after `is_pet` was decided. */
            pet_score: number;
            /** @description Whether a person should look: `probability` is below the threshold that was chosen with the model. */
            needs_review: boolean;
            /** @description Milliseconds that the model ran, all passes together; decoding is not part of it. */
            inference_time_ms: number;
            model: components["schemas"]["Model"];
            request_id: string;
        };
        Model: {
            name: string;
            version: string;
        };
        Info: {
            name: string;
            description: string;
            version: string;
            model: components["schemas"]["Model"] | null;
            labels: ("cat" | "dog")[];
            links: {
                [key: string]: string;
            };
        };
        Health: {
            /** @constant */
            status: "alive";
        };
        Ready: {
            /** @constant */
            status: "ready";
            model: components["schemas"]["Model"];
        };
        /** @description RFC 9457 problem details. */
        Problem: {
            type: string;
            title: string;
            status: number;
            /** @description What was wrong with this request, for people. */
            detail: string;
            /**
             * @description Stable, for programs.
             * @enum {string}
             */
            code: "file_missing" | "file_duplicated" | "field_unexpected" | "file_empty" | "multipart_malformed" | "event_malformed" | "event_unexpected" | "body_unexpected" | "request_malformed" | "api_key_required" | "not_found" | "method_not_allowed" | "request_timeout" | "body_too_large" | "files_too_many" | "content_encoding_unsupported" | "content_type_unsupported" | "image_type_unsupported" | "expectation_unsupported" | "image_corrupt" | "image_too_large" | "url_refused" | "photo_unavailable" | "rate_limited" | "headers_too_large" | "internal_error" | "photo_unreachable" | "not_ready" | "overloaded";
            request_id: string;
        };
        BatchResults: {
            results: components["schemas"]["BatchResult"][];
        };
        BatchResult: components["schemas"]["BatchPrediction"] | components["schemas"]["BatchError"];
        BatchPrediction: {
            /** @description The place of the photo in the form. */
            index: number;
            /** @description As it was sent, without folders; empty if there was none. */
            filename: string;
            /**
             * @description The class with the highest probability.
             * @enum {string}
             */
            prediction: "cat" | "dog";
            /** @description Calibrated probability of the predicted class. */
            probability: number;
            /** @description `probability` rounded to four decimals, under the name that clients of the former API read. */
            confidence: number;
            /** @description Calibrated probability of each class; they add up to 1. */
            probabilities: {
                cat: number;
                dog: number;
            };
            /** @description Whether the photo shows a cat or a dog at all: its pet score reaches the threshold that was chosen with the model. Of a photo without one, `prediction` still says what it is more like. */
            is_pet: boolean;
            /** @description How much the photo looks like a pet, from 0 to 1, rounded to four decimals after `is_pet` was decided. */
            pet_score: number;
            /** @description Whether a person should look: `probability` is below the threshold that was chosen with the model. */
            needs_review: boolean;
            /** @description Milliseconds that the model ran, all passes together; decoding is not part of it. */
            inference_time_ms: number;
            model: components["schemas"]["Model"];
            request_id: string;
        };
        BatchError: {
            /** @description The place of the photo in the form. */
            index: number;
            /** @description As it was sent, without folders; empty if there was none. */
            filename: string;
            error: components["schemas"]["Problem"];
        };
        PhotoUrl: {
            /** Format: uri */
            url: string;
        };
        CloudEvent: {
            /** @constant */
            specversion: "1.0";
            id: string;
            /** Format: uri-reference */
            source: string;
            type: string;
            subject?: string;
            datacontenttype?: string;
            data?: components["schemas"]["PhotoUrl"];
            /** @description The photo. */
            data_base64?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
