// Made from openapi.json by openapi-typescript: npx . generate client-types. Not to be changed by hand.

export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this service is, or the page for people */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Service info; for who prefers HTML, the page */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Info"];
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
         * @description JPEG, PNG, WebP, GIF, AVIF, HEIC or TIFF; the format is told by content. Of an animation the first frame counts.
         */
        post: {
            parameters: {
                query?: {
                    /** @description Whether to say where in the photo the reason lies. The answer is the same; the last pass of the model, which makes the map, runs in any case. */
                    explain?: boolean;
                };
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
                        /** @description Milliseconds of `receive`, `decode` and `inference`. */
                        "Server-Timing"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Prediction"];
                    };
                };
                /** @description `request_malformed`: The request is malformed. `file_missing`: No file was sent. `field_unexpected`: A field that is not expected was sent. `multipart_malformed`: The multipart body is malformed. `file_empty`: The file is empty. `file_duplicated`: More than one file was sent. `query_invalid`: A query parameter has a value that is not allowed. */
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
                /** @description `explanation_unavailable`: The model gives no reasons. */
                404: {
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
                /** @description `image_corrupt`: The image is corrupt. `image_too_large`: The image is too large. `image_too_slow`: The image takes too long to decode. */
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
    "/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Shows where in a photo the reason for the answer lies
         * @description By Accept: the photo with a heat map over it, as PNG or WebP of at most 768 pixels a side, or the answer of `POST /predict?explain=true`.
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
                /** @description The photo with the heat map, or the answer with the map */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        /** @description Milliseconds of `receive`, `decode` and `inference`. */
                        "Server-Timing"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "image/png": Blob;
                        "image/webp": Blob;
                        "application/json": components["schemas"]["Prediction"];
                    };
                };
                /** @description `request_malformed`: The request is malformed. `file_missing`: No file was sent. `field_unexpected`: A field that is not expected was sent. `multipart_malformed`: The multipart body is malformed. `file_empty`: The file is empty. `file_duplicated`: More than one file was sent. */
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
                /** @description `explanation_unavailable`: The model gives no reasons. */
                404: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description `not_acceptable`: No type of answer that is accepted. */
                406: {
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
                /** @description `image_corrupt`: The image is corrupt. `image_too_large`: The image is too large. `image_too_slow`: The image takes too long to decode. */
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
    "/model": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is known of the model that answers
         * @description As JSON, or the model card as Markdown or as a page, by Accept.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Its figures, thresholds and origin */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ModelFacts"];
                        "text/markdown": string;
                        "text/html": string;
                    };
                };
                /** @description What has the ETag that If-None-Match names */
                304: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
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
                /** @description `not_acceptable`: No type of answer that is accepted. */
                406: {
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
                /** @description `request_malformed`: The request is malformed. `file_missing`: No file was sent. `field_unexpected`: A field that is not expected was sent. `multipart_malformed`: The multipart body is malformed. */
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
                /** @description `request_malformed`: The request is malformed. `file_empty`: The file is empty. `event_malformed`: The CloudEvent is malformed. `event_unexpected`: This event is not for this function. */
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
                /** @description `image_corrupt`: The image is corrupt. `image_too_large`: The image is too large. `image_too_slow`: The image takes too long to decode. `url_refused`: This URL may not be fetched. `photo_unavailable`: The photo cannot be had from its URL. */
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
        /** Metrics for Prometheus, which asks each pod itself */
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
                /** @description `not_found`: Not found. */
                404: {
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
    "/v2": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The server and its extensions */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["V2Server"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
    "/v2/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["V2Server"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
    "/v2/health/live": {
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
                /** @description The answer */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["V2Live"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
    "/v2/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether requests are welcome */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["V2Ready"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
    "/v2/models/{model_name}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description As `model.name` of `/ready`.
                 * @example cats-vs-dogs
                 */
                model_name: string;
            };
            cookie?: never;
        };
        /** The tensors of the model */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description As `model.name` of `/ready`.
                     * @example cats-vs-dogs
                     */
                    model_name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["V2Model"];
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
                        "application/json": components["schemas"]["V2Error"];
                    };
                };
                /** @description `not_found`: Not found. */
                404: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
    "/v2/models/{model_name}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description As `model.name` of `/ready`.
                 * @example cats-vs-dogs
                 */
                model_name: string;
            };
            cookie?: never;
        };
        /** Whether the model is ready */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description As `model.name` of `/ready`.
                     * @example cats-vs-dogs
                     */
                    model_name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["V2ModelReady"];
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
                        "application/json": components["schemas"]["V2Error"];
                    };
                };
                /** @description `not_found`: Not found. */
                404: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
    "/v2/models/{model_name}/versions/{model_version}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description As `model.name` of `/ready`.
                 * @example cats-vs-dogs
                 */
                model_name: string;
                /**
                 * @description As `model.version` of `/ready`.
                 * @example 1.0.0
                 */
                model_version: string;
            };
            cookie?: never;
        };
        /** The tensors of the model */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description As `model.name` of `/ready`.
                     * @example cats-vs-dogs
                     */
                    model_name: string;
                    /**
                     * @description As `model.version` of `/ready`.
                     * @example 1.0.0
                     */
                    model_version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["V2Model"];
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
                        "application/json": components["schemas"]["V2Error"];
                    };
                };
                /** @description `not_found`: Not found. */
                404: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
    "/v2/models/{model_name}/versions/{model_version}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description As `model.name` of `/ready`.
                 * @example cats-vs-dogs
                 */
                model_name: string;
                /**
                 * @description As `model.version` of `/ready`.
                 * @example 1.0.0
                 */
                model_version: string;
            };
            cookie?: never;
        };
        /** Whether the model is ready */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description As `model.name` of `/ready`.
                     * @example cats-vs-dogs
                     */
                    model_name: string;
                    /**
                     * @description As `model.version` of `/ready`.
                     * @example 1.0.0
                     */
                    model_version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The answer */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["V2ModelReady"];
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
                        "application/json": components["schemas"]["V2Error"];
                    };
                };
                /** @description `not_found`: Not found. */
                404: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
    "/v2/models/{model_name}/infer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description As `model.name` of `/ready`.
                 * @example cats-vs-dogs
                 */
                model_name: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Judges the photos of a tensor
         * @description As JSON, with binary tensors after it (`binary_tensor_data`), or a bare photo with `Inference-Header-Content-Length: 0`, whose answer is binary unless `Accept` names `application/json`. Beside photos as base64, the JSON may have 4 MiB and 262,144 brackets and commas: larger tensors go as binary data.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The bytes of the JSON, where other bytes follow it; 0 where all of the body is one photo. */
                    "Inference-Header-Content-Length"?: number;
                };
                path: {
                    /**
                     * @description As `model.name` of `/ready`.
                     * @example cats-vs-dogs
                     */
                    model_name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "inputs": [
                     *         {
                     *           "name": "image_uint8",
                     *           "datatype": "UINT8",
                     *           "shape": [
                     *             1,
                     *             1,
                     *             1,
                     *             3
                     *           ],
                     *           "data": [
                     *             200,
                     *             120,
                     *             40
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["V2InferRequest"];
                    "application/octet-stream": Blob;
                    "image/*": Blob;
                };
            };
            responses: {
                /** @description The outputs that were wanted */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        /** @description The bytes of the JSON; binary data follows it. */
                        "Inference-Header-Content-Length"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["V2InferResponse"];
                        "application/octet-stream": Blob;
                    };
                };
                /** @description `request_malformed`: The request is malformed. `file_empty`: The file is empty. `image_type_unsupported`: Image type not supported. `image_corrupt`: The image is corrupt. `image_too_large`: The image is too large. `image_too_slow`: The image takes too long to decode. `inference_request_invalid`: The inference request is invalid. */
                400: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
                    };
                };
                /** @description `not_found`: Not found. */
                404: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
    "/v2/models/{model_name}/versions/{model_version}/infer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description As `model.name` of `/ready`.
                 * @example cats-vs-dogs
                 */
                model_name: string;
                /**
                 * @description As `model.version` of `/ready`.
                 * @example 1.0.0
                 */
                model_version: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Judges the photos of a tensor
         * @description As JSON, with binary tensors after it (`binary_tensor_data`), or a bare photo with `Inference-Header-Content-Length: 0`, whose answer is binary unless `Accept` names `application/json`. Beside photos as base64, the JSON may have 4 MiB and 262,144 brackets and commas: larger tensors go as binary data.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The bytes of the JSON, where other bytes follow it; 0 where all of the body is one photo. */
                    "Inference-Header-Content-Length"?: number;
                };
                path: {
                    /**
                     * @description As `model.name` of `/ready`.
                     * @example cats-vs-dogs
                     */
                    model_name: string;
                    /**
                     * @description As `model.version` of `/ready`.
                     * @example 1.0.0
                     */
                    model_version: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "inputs": [
                     *         {
                     *           "name": "image_uint8",
                     *           "datatype": "UINT8",
                     *           "shape": [
                     *             1,
                     *             1,
                     *             1,
                     *             3
                     *           ],
                     *           "data": [
                     *             200,
                     *             120,
                     *             40
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["V2InferRequest"];
                    "application/octet-stream": Blob;
                    "image/*": Blob;
                };
            };
            responses: {
                /** @description The outputs that were wanted */
                200: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        /** @description The bytes of the JSON; binary data follows it. */
                        "Inference-Header-Content-Length"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["V2InferResponse"];
                        "application/octet-stream": Blob;
                    };
                };
                /** @description `request_malformed`: The request is malformed. `file_empty`: The file is empty. `image_type_unsupported`: Image type not supported. `image_corrupt`: The image is corrupt. `image_too_large`: The image is too large. `image_too_slow`: The image takes too long to decode. `inference_request_invalid`: The inference request is invalid. */
                400: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
                    };
                };
                /** @description `not_found`: Not found. */
                404: {
                    headers: {
                        /** @description The id of the request, as in the log. */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
                        "application/json": components["schemas"]["V2Error"];
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
            /** @description Whether a person should look: `probability` is below the threshold that was chosen with the model, or there is a warning. */
            needs_review: boolean;
            /** @description Only there when something was wrong with the photo. `damaged`: parts of it could not be decoded. */
            warnings?: "damaged"[];
            saliency?: components["schemas"]["Saliency"];
            /** @description SHA-256 of the file as it arrived: which photo was judged. */
            photo_sha256: string;
            /** @description Milliseconds that the model ran, all passes together; decoding is not part of it. */
            inference_time_ms: number;
            model: components["schemas"]["Model"];
            request_id: string;
        };
        /** @description Where in the photo the reason lies; there where it was asked for. */
        Saliency: {
            width: number;
            height: number;
            /** @description Log odds for the predicted class around each point of a grid that covers the upright photo evenly, row by row from the top left. */
            values: number[];
        };
        ModelFacts: {
            name: string;
            version: string;
            labels: ("cat" | "dog")[];
            weights: {
                bytes: number;
                sha256: string;
            };
            passes: {
                width: number;
                height: number;
                accept_probability: number;
                accept_pet_score: number;
            }[];
            /** @description Whether it can say where in a photo the reason lies. */
            explains: boolean;
            thresholds: {
                review: {
                    probability: number;
                    chosen_on: string;
                    answered_accuracy: number;
                    review_share: number;
                };
                pet: {
                    score: number;
                    chosen_on: string;
                    kept_share: number;
                    caught_share: number;
                };
            };
            evaluation: {
                data: string;
                count: number;
                accuracy: number;
                accuracy_interval95: number[];
                accuracy_by_label: {
                    cat: number;
                    dog: number;
                };
                expected_calibration_error: number;
                review_share: number;
                answered_accuracy: number;
                latency?: {
                    ms_per_pass: number[];
                    threads: number;
                    cpu: string;
                };
            };
            provenance: {
                git_commit: string;
                created_at: string;
                data_sha256: string;
                parameters_sha256: string;
                run_id: string;
            };
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
            code: "file_missing" | "file_duplicated" | "field_unexpected" | "file_empty" | "multipart_malformed" | "query_invalid" | "event_malformed" | "event_unexpected" | "body_unexpected" | "request_malformed" | "inference_request_invalid" | "api_key_required" | "not_found" | "explanation_unavailable" | "method_not_allowed" | "not_acceptable" | "request_timeout" | "body_too_large" | "files_too_many" | "content_encoding_unsupported" | "content_type_unsupported" | "image_type_unsupported" | "expectation_unsupported" | "image_corrupt" | "image_too_large" | "image_too_slow" | "url_refused" | "photo_unavailable" | "rate_limited" | "headers_too_large" | "internal_error" | "method_unknown" | "photo_unreachable" | "not_ready" | "overloaded";
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
            /** @description Whether a person should look: `probability` is below the threshold that was chosen with the model, or there is a warning. */
            needs_review: boolean;
            /** @description Only there when something was wrong with the photo. `damaged`: parts of it could not be decoded. */
            warnings?: "damaged"[];
            saliency?: components["schemas"]["Saliency"];
            /** @description SHA-256 of the file as it arrived: which photo was judged. */
            photo_sha256: string;
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
            subject?: string | null;
            datacontenttype?: string | null;
            data?: components["schemas"]["PhotoUrl"] | null;
            /** @description The photo. */
            data_base64?: string | null;
        };
        V2Server: {
            name: string;
            version: string;
            extensions: string[];
        };
        V2Live: {
            /** @constant */
            live: true;
        };
        V2Ready: {
            /** @constant */
            ready: true;
        };
        V2ModelReady: {
            name: string;
            /** @constant */
            ready: true;
        };
        V2Model: {
            name: string;
            versions: string[];
            /** @constant */
            platform: "onnx_onnxv1";
            inputs: {
                name: string;
                datatype: string;
                shape: number[];
            }[];
            outputs: {
                name: string;
                datatype: string;
                shape: number[];
            }[];
            properties: {
                [key: string]: string;
            };
        };
        /**
         * Inference request
         * @description The inference request object of the Open Inference Protocol v2; what else stands in it is passed over, and null counts as absent.
         */
        V2InferRequest: {
            /** @description Comes back with the answer. */
            id?: string | null;
            /** @description `binary_data_output`: all outputs as binary data, unless an output says otherwise. */
            parameters?: ({
                binary_data_output?: boolean | null;
            } & {
                [key: string]: string | number | boolean | null;
            }) | null;
            /** @description One of the inputs that the model's metadata names; the first dimension of its shape is the batch. */
            inputs: {
                name: string;
                shape: number[];
                datatype: string;
                /** @description `content_type` of BYTES: `base64`. `binary_data_size`: the bytes of this tensor after the JSON. */
                parameters?: ({
                    content_type?: string | null;
                    binary_data_size?: number | null;
                } & {
                    [key: string]: string | number | boolean | null;
                }) | null;
                /** @description Row by row, flat or nested as the shape is; photos as base64. Left out where it follows as binary data. */
                data?: unknown[] | null;
            }[];
            /** @description The outputs that are wanted, in this order; all of them if there is none. */
            outputs?: {
                name: string;
                /** @description `binary_data`: this output as binary data. */
                parameters?: ({
                    binary_data?: boolean | null;
                } & {
                    [key: string]: string | number | boolean | null;
                }) | null;
            }[] | null;
        };
        V2InferResponse: {
            model_name: string;
            model_version: string;
            /** @description The `id` of the request, or its X-Request-Id if it had none. */
            id: string;
            outputs: {
                name: string;
                /** @enum {string} */
                datatype: "BYTES" | "FP32" | "BOOL";
                shape: number[];
                data?: (string | number | boolean)[];
                parameters?: {
                    binary_data_size: number;
                };
            }[];
        };
        V2Error: {
            /** @description What was wrong with this request. */
            error: string;
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
