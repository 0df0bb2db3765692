// Made from openapi.json by openapi-typescript: npx . generate client-types. Not to be changed by hand.

export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what this service is, or the page for people */
        get: operations["getInfo"];
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
         * Classify a photo
         * @description JPEG, PNG, WebP, GIF, AVIF, HEIC or TIFF; the content decides the format. Of an animation the first frame counts. A URL is fetched only from hosts that the service allows.
         */
        post: operations["predict"];
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
         * Show where in a photo the reason for the answer lies
         * @description By Accept: the photo with a heat map over it, as PNG or WebP of at most 768 pixels a side, or the answer of `POST /predict?explain=true`.
         */
        post: operations["explain"];
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
         * Get what is known of the model that answers
         * @description As JSON, or the model card as Markdown or as a page, by Accept.
         */
        get: operations["getModel"];
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
         * Classify many photos
         * @description Each photo in a field `file`. It gets an answer as of `/predict`, or an error of its own with the codes of `/predict`; the results are in the order of the photos. With `Accept: application/x-ndjson` each is a line, sent as soon as it and all before it are there and the form has arrived. An error of the form itself, as too many photos or another field, fails the whole request.
         */
        post: operations["predictBatch"];
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
         * Classify the photo of a CloudEvent
         * @description CloudEvents 1.0 in binary or structured mode. The data is the photo, or JSON as `{"url": "https://..."}` where the service is allowed to fetch from that host. The answer is an event of type `cats-vs-dogs.prediction` in binary mode, so that a Knative Broker takes it for a reply.
         */
        post: operations["classifyEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verdicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send what people see in photos
         * @description One verdict, a list of at most 1000, or one on each line. Where one is wrong none is taken, and `errors` names each wrong row. A verdict that the process had already, for the same photo and model, is not counted again. No photo and no name of a person is kept. `VERDICTS=off` switches the path off.
         */
        post: operations["sendVerdicts"];
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
        /** Check that the process is alive */
        get: operations["getHealth"];
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
        /** Check that a real prediction was made and came out right */
        get: operations["getReady"];
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
        /** Get metrics for Prometheus, which asks each pod itself */
        get: operations["getMetrics"];
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
        /** Get this document */
        get: operations["getOpenApi"];
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
        /** Get this page */
        get: operations["getDocs"];
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
        /** Get the server and its extensions */
        get: operations["getV2Server"];
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
        /** Get the server and its extensions */
        get: operations["getV2ServerBySlash"];
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
        /** Check that the process is alive */
        get: operations["getV2Live"];
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
        /** Check that requests are accepted */
        get: operations["getV2Ready"];
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
        /** Get the tensors of the model */
        get: operations["getV2Model"];
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
        /** Check that the model is ready */
        get: operations["getV2ModelReady"];
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
                 * @example 1.3.0
                 */
                model_version: string;
            };
            cookie?: never;
        };
        /** Get the tensors of the model */
        get: operations["getV2ModelVersion"];
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
                 * @example 1.3.0
                 */
                model_version: string;
            };
            cookie?: never;
        };
        /** Check that the model is ready */
        get: operations["getV2ModelVersionReady"];
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
         * Classify the photos of a tensor
         * @description As JSON, with binary tensors after it (`binary_tensor_data`), or a bare photo with `Inference-Header-Content-Length: 0`, whose answer is binary unless `Accept` names `application/json`. Beside photos as base64, the JSON may have 4 MiB and 262,144 brackets and commas: larger tensors go as binary data.
         */
        post: operations["inferV2"];
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
                 * @example 1.3.0
                 */
                model_version: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Classify the photos of a tensor
         * @description As JSON, with binary tensors after it (`binary_tensor_data`), or a bare photo with `Inference-Header-Content-Length: 0`, whose answer is binary unless `Accept` names `application/json`. Beside photos as base64, the JSON may have 4 MiB and 262,144 brackets and commas: larger tensors go as binary data.
         */
        post: operations["inferV2Version"];
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
            code: "file_missing" | "file_duplicated" | "field_unexpected" | "file_empty" | "multipart_malformed" | "json_malformed" | "query_invalid" | "event_malformed" | "event_unexpected" | "body_unexpected" | "request_malformed" | "verdict_invalid" | "inference_request_invalid" | "api_key_required" | "not_found" | "explanation_unavailable" | "method_not_allowed" | "not_acceptable" | "request_timeout" | "body_too_large" | "files_too_many" | "verdicts_too_many" | "content_encoding_unsupported" | "content_type_unsupported" | "image_type_unsupported" | "expectation_unsupported" | "image_corrupt" | "image_too_large" | "image_too_slow" | "url_refused" | "photo_unavailable" | "rate_limited" | "headers_too_large" | "internal_error" | "method_unknown" | "photo_unreachable" | "not_ready" | "overloaded";
            request_id: string;
            /** @description What was wrong with rows of the body, where it has rows; the first 50. */
            errors?: {
                row: number;
                detail: string;
            }[];
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
        PhotoInJson: {
            /** @description The photo in base64, or as a data URL. For large photos prefer a body of bytes: it is a quarter smaller. */
            image_base64: string;
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
        Verdict: {
            /** @description As the answer has it. */
            photo_sha256: string;
            /**
             * @description What the photo shows, as a person sees it.
             * @enum {string}
             */
            verdict: "cat" | "dog" | "neither";
            /**
             * @description What the answer said; `neither` where `is_pet` was false.
             * @enum {string|null}
             */
            predicted?: "cat" | "dog" | "neither" | null;
            probability?: number | null;
            /** @description As the answer had it; without it `probability` decides. */
            needs_review?: boolean | null;
            /** @description The version of the model that gave the answer. */
            model?: string | null;
            /** @description Where the verdict comes from, as `page`. Not a person. */
            source?: string | null;
        };
        VerdictsTaken: {
            /** @description New ones, and those that changed. */
            accepted: number;
            /** @description Those that the process had already. */
            repeated: number;
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
export interface operations {
    getInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Service info; for clients that prefer HTML, the page */
            200: {
                headers: {
                    /** @description The id of the request, as in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "cats-vs-dogs",
                     *       "description": "Tells cats from dogs in a photo.",
                     *       "version": "0.1.0",
                     *       "model": {
                     *         "name": "cats-vs-dogs",
                     *         "version": "1.3.0"
                     *       },
                     *       "labels": [
                     *         "cat",
                     *         "dog"
                     *       ],
                     *       "links": {
                     *         "predict": "/predict",
                     *         "explain": "/explain",
                     *         "model": "/model",
                     *         "health": "/health",
                     *         "ready": "/ready",
                     *         "metrics": "/metrics",
                     *         "openapi": "/openapi.json",
                     *         "docs": "/docs",
                     *         "v2": "/v2"
                     *       }
                     *     }
                     */
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
    predict: {
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
                /**
                 * @example {
                 *       "url": "https://photos.example.com/1.jpg"
                 *     }
                 */
                "application/json": components["schemas"]["PhotoInJson"] | components["schemas"]["PhotoUrl"];
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
                    /**
                     * @example {
                     *       "prediction": "cat",
                     *       "probability": 0.9989989399909973,
                     *       "confidence": 0.999,
                     *       "probabilities": {
                     *         "cat": 0.9989989399909973,
                     *         "dog": 0.0010010391706600785
                     *       },
                     *       "is_pet": true,
                     *       "pet_score": 0.9854,
                     *       "needs_review": false,
                     *       "photo_sha256": "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb",
                     *       "inference_time_ms": 1.682,
                     *       "model": {
                     *         "name": "cats-vs-dogs",
                     *         "version": "1.3.0"
                     *       },
                     *       "request_id": "2b1d6c0e-6f3c-4a57-9d1c-6a2c1f0f8d3b"
                     *     }
                     */
                    "application/json": components["schemas"]["Prediction"];
                };
            };
            /** @description `request_malformed`: The request is malformed. `file_missing`: No file was sent. `field_unexpected`: A field that is not expected was sent. `multipart_malformed`: The multipart body is malformed. `file_empty`: The file is empty. `json_malformed`: The JSON of the photo is malformed. `file_duplicated`: More than one file was sent. `query_invalid`: A query parameter has a value that is not allowed. */
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
    explain: {
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
                /**
                 * @example {
                 *       "url": "https://photos.example.com/1.jpg"
                 *     }
                 */
                "application/json": components["schemas"]["PhotoInJson"] | components["schemas"]["PhotoUrl"];
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
                    /**
                     * @example {
                     *       "prediction": "cat",
                     *       "probability": 0.9989989399909973,
                     *       "confidence": 0.999,
                     *       "probabilities": {
                     *         "cat": 0.9989989399909973,
                     *         "dog": 0.0010010391706600785
                     *       },
                     *       "is_pet": true,
                     *       "pet_score": 0.9854,
                     *       "needs_review": false,
                     *       "photo_sha256": "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb",
                     *       "inference_time_ms": 69.461,
                     *       "model": {
                     *         "name": "cats-vs-dogs",
                     *         "version": "1.3.0"
                     *       },
                     *       "request_id": "2b1d6c0e-6f3c-4a57-9d1c-6a2c1f0f8d3b",
                     *       "saliency": {
                     *         "width": 32,
                     *         "height": 32,
                     *         "values": [
                     *           0.46,
                     *           0.558,
                     *           0.69,
                     *           0.855,
                     *           1.055,
                     *           1.275,
                     *           1.486,
                     *           1.66,
                     *           1.767,
                     *           1.811,
                     *           1.835,
                     *           1.883,
                     *           1.998,
                     *           2.19,
                     *           2.429,
                     *           2.683,
                     *           2.923,
                     *           3.143,
                     *           3.373,
                     *           3.643,
                     *           3.982,
                     *           4.356,
                     *           4.658,
                     *           4.779,
                     *           4.61,
                     *           4.157,
                     *           3.558,
                     *           2.957,
                     *           2.497,
                     *           2.231,
                     *           2.109,
                     *           2.075,
                     *           0.594,
                     *           0.702,
                     *           0.868,
                     *           1.111,
                     *           1.445,
                     *           1.851,
                     *           2.267,
                     *           2.628,
                     *           2.87,
                     *           2.99,
                     *           3.054,
                     *           3.129,
                     *           3.284,
                     *           3.537,
                     *           3.849,
                     *           4.179,
                     *           4.485,
                     *           4.758,
                     *           5.025,
                     *           5.316,
                     *           5.659,
                     *           6.016,
                     *           6.273,
                     *           6.312,
                     *           6.019,
                     *           5.405,
                     *           4.635,
                     *           3.878,
                     *           3.303,
                     *           2.97,
                     *           2.818,
                     *           2.775,
                     *           0.762,
                     *           0.896,
                     *           1.12,
                     *           1.467,
                     *           1.972,
                     *           2.606,
                     *           3.269,
                     *           3.856,
                     *           4.267,
                     *           4.487,
                     *           4.607,
                     *           4.723,
                     *           4.928,
                     *           5.252,
                     *           5.644,
                     *           6.053,
                     *           6.428,
                     *           6.751,
                     *           7.051,
                     *           7.356,
                     *           7.693,
                     *           8.021,
                     *           8.217,
                     *           8.15,
                     *           7.699,
                     *           6.885,
                     *           5.901,
                     *           4.951,
                     *           4.233,
                     *           3.818,
                     *           3.628,
                     *           3.575,
                     *           0.956,
                     *           1.142,
                     *           1.452,
                     *           1.937,
                     *           2.64,
                     *           3.526,
                     *           4.457,
                     *           5.291,
                     *           5.892,
                     *           6.235,
                     *           6.433,
                     *           6.605,
                     *           6.869,
                     *           7.262,
                     *           7.727,
                     *           8.203,
                     *           8.629,
                     *           8.986,
                     *           9.3,
                     *           9.601,
                     *           9.917,
                     *           10.2,
                     *           10.315,
                     *           10.123,
                     *           9.49,
                     *           8.446,
                     *           7.219,
                     *           6.049,
                     *           5.169,
                     *           4.662,
                     *           4.429,
                     *           4.364,
                     *           1.166,
                     *           1.439,
                     *           1.875,
                     *           2.529,
                     *           3.451,
                     *           4.594,
                     *           5.794,
                     *           6.878,
                     *           7.68,
                     *           8.168,
                     *           8.468,
                     *           8.715,
                     *           9.042,
                     *           9.494,
                     *           10.01,
                     *           10.523,
                     *           10.97,
                     *           11.328,
                     *           11.626,
                     *           11.895,
                     *           12.164,
                     *           12.381,
                     *           12.398,
                     *           12.064,
                     *           11.23,
                     *           9.939,
                     *           8.453,
                     *           7.05,
                     *           5.998,
                     *           5.391,
                     *           5.113,
                     *           5.035,
                     *           1.378,
                     *           1.771,
                     *           2.365,
                     *           3.212,
                     *           4.362,
                     *           5.756,
                     *           7.21,
                     *           8.533,
                     *           9.538,
                     *           10.185,
                     *           10.607,
                     *           10.945,
                     *           11.338,
                     *           11.836,
                     *           12.378,
                     *           12.9,
                     *           13.337,
                     *           13.668,
                     *           13.925,
                     *           14.141,
                     *           14.348,
                     *           14.487,
                     *           14.397,
                     *           13.912,
                     *           12.869,
                     *           11.32,
                     *           9.565,
                     *           7.918,
                     *           6.688,
                     *           5.979,
                     *           5.653,
                     *           5.562,
                     *           1.572,
                     *           2.098,
                     *           2.861,
                     *           3.907,
                     *           5.278,
                     *           6.907,
                     *           8.596,
                     *           10.14,
                     *           11.34,
                     *           12.15,
                     *           12.701,
                     *           13.136,
                     *           13.595,
                     *           14.129,
                     *           14.685,
                     *           15.201,
                     *           15.619,
                     *           15.923,
                     *           16.145,
                     *           16.318,
                     *           16.474,
                     *           16.549,
                     *           16.364,
                     *           15.733,
                     *           14.481,
                     *           12.666,
                     *           10.63,
                     *           8.728,
                     *           7.31,
                     *           6.492,
                     *           6.117,
                     *           6.012,
                     *           1.728,
                     *           2.379,
                     *           3.301,
                     *           4.53,
                     *           6.102,
                     *           7.94,
                     *           9.837,
                     *           11.58,
                     *           12.959,
                     *           13.922,
                     *           14.597,
                     *           15.126,
                     *           15.647,
                     *           16.212,
                     *           16.778,
                     *           17.294,
                     *           17.711,
                     *           18.014,
                     *           18.235,
                     *           18.405,
                     *           18.553,
                     *           18.603,
                     *           18.355,
                     *           17.603,
                     *           16.148,
                     *           14.062,
                     *           11.731,
                     *           9.557,
                     *           7.938,
                     *           7.004,
                     *           6.576,
                     *           6.456,
                     *           1.826,
                     *           2.576,
                     *           3.624,
                     *           5.001,
                     *           6.738,
                     *           8.752,
                     *           10.827,
                     *           12.739,
                     *           14.272,
                     *           15.365,
                     *           16.148,
                     *           16.757,
                     *           17.331,
                     *           17.927,
                     *           18.513,
                     *           19.051,
                     *           19.505,
                     *           19.863,
                     *           20.148,
                     *           20.386,
                     *           20.594,
                     *           20.683,
                     *           20.425,
                     *           19.589,
                     *           17.95,
                     *           15.59,
                     *           12.947,
                     *           10.483,
                     *           8.646,
                     *           7.586,
                     *           7.1,
                     *           6.965,
                     *           1.87,
                     *           2.688,
                     *           3.824,
                     *           5.312,
                     *           7.18,
                     *           9.339,
                     *           11.563,
                     *           13.618,
                     *           15.276,
                     *           16.473,
                     *           17.337,
                     *           18.007,
                     *           18.623,
                     *           19.248,
                     *           19.865,
                     *           20.448,
                     *           20.975,
                     *           21.438,
                     *           21.848,
                     *           22.216,
                     *           22.549,
                     *           22.735,
                     *           22.519,
                     *           21.636,
                     *           19.834,
                     *           17.206,
                     *           14.249,
                     *           11.483,
                     *           9.42,
                     *           8.23,
                     *           7.684,
                     *           7.532,
                     *           1.887,
                     *           2.756,
                     *           3.964,
                     *           5.543,
                     *           7.525,
                     *           9.814,
                     *           12.173,
                     *           14.354,
                     *           16.116,
                     *           17.389,
                     *           18.306,
                     *           19.014,
                     *           19.654,
                     *           20.302,
                     *           20.949,
                     *           21.583,
                     *           22.192,
                     *           22.769,
                     *           23.314,
                     *           23.825,
                     *           24.3,
                     *           24.603,
                     *           24.449,
                     *           23.543,
                     *           21.601,
                     *           18.727,
                     *           15.474,
                     *           12.424,
                     *           10.146,
                     *           8.832,
                     *           8.23,
                     *           8.062,
                     *           1.908,
                     *           2.828,
                     *           4.106,
                     *           5.778,
                     *           7.876,
                     *           10.299,
                     *           12.792,
                     *           15.093,
                     *           16.941,
                     *           18.265,
                     *           19.207,
                     *           19.924,
                     *           20.569,
                     *           21.225,
                     *           21.891,
                     *           22.561,
                     *           23.227,
                     *           23.885,
                     *           24.526,
                     *           25.144,
                     *           25.727,
                     *           26.125,
                     *           26.023,
                     *           25.099,
                     *           23.04,
                     *           19.958,
                     *           16.455,
                     *           13.164,
                     *           10.705,
                     *           9.286,
                     *           8.635,
                     *           8.454,
                     *           1.961,
                     *           2.947,
                     *           4.314,
                     *           6.099,
                     *           8.334,
                     *           10.911,
                     *           13.552,
                     *           15.975,
                     *           17.9,
                     *           19.251,
                     *           20.187,
                     *           20.882,
                     *           21.507,
                     *           22.152,
                     *           22.815,
                     *           23.486,
                     *           24.155,
                     *           24.817,
                     *           25.467,
                     *           26.102,
                     *           26.714,
                     *           27.143,
                     *           27.054,
                     *           26.099,
                     *           23.948,
                     *           20.712,
                     *           17.03,
                     *           13.567,
                     *           10.978,
                     *           9.485,
                     *           8.8,
                     *           8.609,
                     *           2.059,
                     *           3.131,
                     *           4.612,
                     *           6.537,
                     *           8.934,
                     *           11.683,
                     *           14.486,
                     *           17.035,
                     *           19.031,
                     *           20.391,
                     *           21.298,
                     *           21.947,
                     *           22.531,
                     *           23.147,
                     *           23.782,
                     *           24.416,
                     *           25.03,
                     *           25.617,
                     *           26.185,
                     *           26.743,
                     *           27.295,
                     *           27.681,
                     *           27.551,
                     *           26.544,
                     *           24.313,
                     *           20.971,
                     *           17.173,
                     *           13.604,
                     *           10.937,
                     *           9.398,
                     *           8.693,
                     *           8.495,
                     *           2.192,
                     *           3.368,
                     *           4.981,
                     *           7.059,
                     *           9.626,
                     *           12.549,
                     *           15.51,
                     *           18.181,
                     *           20.241,
                     *           21.609,
                     *           22.484,
                     *           23.082,
                     *           23.616,
                     *           24.19,
                     *           24.781,
                     *           25.355,
                     *           25.884,
                     *           26.36,
                     *           26.805,
                     *           27.239,
                     *           27.68,
                     *           27.974,
                     *           27.761,
                     *           26.672,
                     *           24.353,
                     *           20.916,
                     *           17.026,
                     *           13.378,
                     *           10.654,
                     *           9.082,
                     *           8.361,
                     *           8.16,
                     *           2.35,
                     *           3.641,
                     *           5.395,
                     *           7.63,
                     *           10.359,
                     *           13.437,
                     *           16.535,
                     *           19.311,
                     *           21.433,
                     *           22.818,
                     *           23.677,
                     *           24.24,
                     *           24.732,
                     *           25.26,
                     *           25.796,
                     *           26.304,
                     *           26.749,
                     *           27.123,
                     *           27.454,
                     *           27.769,
                     *           28.092,
                     *           28.269,
                     *           27.941,
                     *           26.736,
                     *           24.298,
                     *           20.741,
                     *           16.74,
                     *           12.999,
                     *           10.208,
                     *           8.598,
                     *           7.86,
                     *           7.654,
                     *           2.522,
                     *           3.935,
                     *           5.832,
                     *           8.215,
                     *           11.08,
                     *           14.276,
                     *           17.472,
                     *           20.327,
                     *           22.509,
                     *           23.935,
                     *           24.816,
                     *           25.378,
                     *           25.846,
                     *           26.331,
                     *           26.813,
                     *           27.263,
                     *           27.655,
                     *           27.981,
                     *           28.26,
                     *           28.51,
                     *           28.745,
                     *           28.81,
                     *           28.346,
                     *           26.985,
                     *           24.373,
                     *           20.636,
                     *           16.463,
                     *           12.575,
                     *           9.678,
                     *           8.008,
                     *           7.242,
                     *           7.028,
                     *           2.697,
                     *           4.231,
                     *           6.264,
                     *           8.779,
                     *           11.752,
                     *           15.027,
                     *           18.282,
                     *           21.191,
                     *           23.431,
                     *           24.92,
                     *           25.856,
                     *           26.454,
                     *           26.924,
                     *           27.38,
                     *           27.821,
                     *           28.237,
                     *           28.62,
                     *           28.964,
                     *           29.264,
                     *           29.516,
                     *           29.709,
                     *           29.678,
                     *           29.069,
                     *           27.52,
                     *           24.684,
                     *           20.702,
                     *           16.288,
                     *           12.191,
                     *           9.144,
                     *           7.387,
                     *           6.581,
                     *           6.356,
                     *           2.867,
                     *           4.508,
                     *           6.661,
                     *           9.289,
                     *           12.351,
                     *           15.686,
                     *           18.985,
                     *           21.935,
                     *           24.228,
                     *           25.783,
                     *           26.784,
                     *           27.433,
                     *           27.927,
                     *           28.381,
                     *           28.812,
                     *           29.231,
                     *           29.646,
                     *           30.05,
                     *           30.413,
                     *           30.701,
                     *           30.879,
                     *           30.768,
                     *           30.018,
                     *           28.274,
                     *           25.193,
                     *           20.934,
                     *           16.245,
                     *           11.906,
                     *           8.683,
                     *           6.824,
                     *           5.972,
                     *           5.734,
                     *           3.021,
                     *           4.744,
                     *           6.991,
                     *           9.712,
                     *           12.855,
                     *           16.252,
                     *           19.603,
                     *           22.598,
                     *           24.935,
                     *           26.536,
                     *           27.584,
                     *           28.278,
                     *           28.814,
                     *           29.308,
                     *           29.782,
                     *           30.253,
                     *           30.735,
                     *           31.215,
                     *           31.644,
                     *           31.971,
                     *           32.141,
                     *           31.963,
                     *           31.091,
                     *           29.168,
                     *           25.854,
                     *           21.323,
                     *           16.357,
                     *           11.774,
                     *           8.373,
                     *           6.411,
                     *           5.512,
                     *           5.261,
                     *           3.148,
                     *           4.916,
                     *           7.222,
                     *           10.014,
                     *           13.238,
                     *           16.722,
                     *           20.153,
                     *           23.209,
                     *           25.58,
                     *           27.188,
                     *           28.238,
                     *           28.95,
                     *           29.541,
                     *           30.129,
                     *           30.718,
                     *           31.304,
                     *           31.882,
                     *           32.428,
                     *           32.893,
                     *           33.226,
                     *           33.375,
                     *           33.144,
                     *           32.181,
                     *           30.121,
                     *           26.617,
                     *           21.854,
                     *           16.648,
                     *           11.848,
                     *           8.288,
                     *           6.235,
                     *           5.295,
                     *           5.032,
                     *           3.229,
                     *           4.996,
                     *           7.314,
                     *           10.14,
                     *           13.43,
                     *           17.004,
                     *           20.524,
                     *           23.643,
                     *           26.022,
                     *           27.59,
                     *           28.593,
                     *           29.292,
                     *           29.947,
                     *           30.677,
                     *           31.444,
                     *           32.199,
                     *           32.891,
                     *           33.481,
                     *           33.94,
                     *           34.241,
                     *           34.349,
                     *           34.078,
                     *           33.061,
                     *           30.921,
                     *           27.298,
                     *           22.382,
                     *           17.012,
                     *           12.063,
                     *           8.393,
                     *           6.276,
                     *           5.306,
                     *           5.035,
                     *           3.231,
                     *           4.947,
                     *           7.214,
                     *           10.007,
                     *           13.297,
                     *           16.9,
                     *           20.453,
                     *           23.582,
                     *           25.923,
                     *           27.411,
                     *           28.337,
                     *           29.009,
                     *           29.73,
                     *           30.622,
                     *           31.591,
                     *           32.532,
                     *           33.34,
                     *           33.96,
                     *           34.39,
                     *           34.637,
                     *           34.697,
                     *           34.397,
                     *           33.362,
                     *           31.206,
                     *           27.559,
                     *           22.608,
                     *           17.2,
                     *           12.215,
                     *           8.517,
                     *           6.386,
                     *           5.409,
                     *           5.136,
                     *           3.124,
                     *           4.73,
                     *           6.87,
                     *           9.534,
                     *           12.707,
                     *           16.209,
                     *           19.668,
                     *           22.7,
                     *           24.932,
                     *           26.308,
                     *           27.149,
                     *           27.795,
                     *           28.581,
                     *           29.623,
                     *           30.778,
                     *           31.887,
                     *           32.797,
                     *           33.437,
                     *           33.835,
                     *           34.028,
                     *           34.043,
                     *           33.727,
                     *           32.708,
                     *           30.604,
                     *           27.049,
                     *           22.223,
                     *           16.951,
                     *           12.092,
                     *           8.487,
                     *           6.409,
                     *           5.457,
                     *           5.19,
                     *           2.874,
                     *           4.31,
                     *           6.232,
                     *           8.642,
                     *           11.531,
                     *           14.737,
                     *           17.909,
                     *           20.685,
                     *           22.714,
                     *           23.953,
                     *           24.722,
                     *           25.362,
                     *           26.207,
                     *           27.356,
                     *           28.638,
                     *           29.862,
                     *           30.843,
                     *           31.502,
                     *           31.884,
                     *           32.044,
                     *           32.03,
                     *           31.708,
                     *           30.736,
                     *           28.757,
                     *           25.433,
                     *           20.931,
                     *           16.016,
                     *           11.489,
                     *           8.131,
                     *           6.195,
                     *           5.308,
                     *           5.06,
                     *           2.501,
                     *           3.717,
                     *           5.347,
                     *           7.391,
                     *           9.845,
                     *           12.57,
                     *           15.271,
                     *           17.642,
                     *           19.387,
                     *           20.476,
                     *           21.196,
                     *           21.854,
                     *           22.746,
                     *           23.953,
                     *           25.291,
                     *           26.565,
                     *           27.583,
                     *           28.262,
                     *           28.651,
                     *           28.807,
                     *           28.781,
                     *           28.464,
                     *           27.562,
                     *           25.768,
                     *           22.793,
                     *           18.787,
                     *           14.425,
                     *           10.412,
                     *           7.437,
                     *           5.722,
                     *           4.936,
                     *           4.717,
                     *           2.077,
                     *           3.059,
                     *           4.369,
                     *           6.005,
                     *           7.96,
                     *           10.124,
                     *           12.273,
                     *           14.175,
                     *           15.604,
                     *           16.545,
                     *           17.235,
                     *           17.924,
                     *           18.856,
                     *           20.082,
                     *           21.428,
                     *           22.708,
                     *           23.737,
                     *           24.436,
                     *           24.846,
                     *           25.016,
                     *           24.99,
                     *           24.684,
                     *           23.861,
                     *           22.277,
                     *           19.698,
                     *           16.261,
                     *           12.534,
                     *           9.113,
                     *           6.579,
                     *           5.119,
                     *           4.449,
                     *           4.262,
                     *           1.678,
                     *           2.447,
                     *           3.465,
                     *           4.721,
                     *           6.203,
                     *           7.833,
                     *           9.456,
                     *           10.913,
                     *           12.048,
                     *           12.862,
                     *           13.535,
                     *           14.258,
                     *           15.219,
                     *           16.443,
                     *           17.772,
                     *           19.034,
                     *           20.062,
                     *           20.778,
                     *           21.213,
                     *           21.404,
                     *           21.385,
                     *           21.091,
                     *           20.343,
                     *           18.954,
                     *           16.749,
                     *           13.848,
                     *           10.721,
                     *           7.859,
                     *           5.742,
                     *           4.522,
                     *           3.963,
                     *           3.806,
                     *           1.38,
                     *           1.992,
                     *           2.792,
                     *           3.765,
                     *           4.894,
                     *           6.123,
                     *           7.35,
                     *           8.473,
                     *           9.391,
                     *           10.112,
                     *           10.775,
                     *           11.526,
                     *           12.506,
                     *           13.724,
                     *           15.032,
                     *           16.274,
                     *           17.295,
                     *           18.024,
                     *           18.48,
                     *           18.689,
                     *           18.677,
                     *           18.393,
                     *           17.7,
                     *           16.458,
                     *           14.532,
                     *           12.033,
                     *           9.355,
                     *           6.912,
                     *           5.107,
                     *           4.067,
                     *           3.591,
                     *           3.457,
                     *           1.208,
                     *           1.73,
                     *           2.405,
                     *           3.214,
                     *           4.139,
                     *           5.136,
                     *           6.136,
                     *           7.066,
                     *           7.858,
                     *           8.526,
                     *           9.183,
                     *           9.95,
                     *           10.941,
                     *           12.155,
                     *           13.45,
                     *           14.68,
                     *           15.699,
                     *           16.434,
                     *           16.902,
                     *           17.123,
                     *           17.114,
                     *           16.836,
                     *           16.176,
                     *           15.018,
                     *           13.253,
                     *           10.985,
                     *           8.567,
                     *           6.365,
                     *           4.741,
                     *           3.805,
                     *           3.376,
                     *           3.256,
                     *           1.13,
                     *           1.609,
                     *           2.227,
                     *           2.961,
                     *           3.793,
                     *           4.684,
                     *           5.579,
                     *           6.421,
                     *           7.155,
                     *           7.798,
                     *           8.454,
                     *           9.228,
                     *           10.224,
                     *           11.435,
                     *           12.726,
                     *           13.95,
                     *           14.967,
                     *           15.706,
                     *           16.179,
                     *           16.405,
                     *           16.398,
                     *           16.122,
                     *           15.477,
                     *           14.358,
                     *           12.667,
                     *           10.505,
                     *           8.205,
                     *           6.115,
                     *           4.573,
                     *           3.684,
                     *           3.277,
                     *           3.163,
                     *           1.108,
                     *           1.576,
                     *           2.177,
                     *           2.891,
                     *           3.696,
                     *           4.558,
                     *           5.423,
                     *           6.24,
                     *           6.958,
                     *           7.595,
                     *           8.25,
                     *           9.026,
                     *           10.023,
                     *           11.234,
                     *           12.523,
                     *           13.746,
                     *           14.763,
                     *           15.502,
                     *           15.977,
                     *           16.204,
                     *           16.198,
                     *           15.923,
                     *           15.282,
                     *           14.173,
                     *           12.503,
                     *           10.371,
                     *           8.104,
                     *           6.045,
                     *           4.526,
                     *           3.651,
                     *           3.25,
                     *           3.137
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Prediction"];
                };
            };
            /** @description `request_malformed`: The request is malformed. `file_missing`: No file was sent. `field_unexpected`: A field that is not expected was sent. `multipart_malformed`: The multipart body is malformed. `file_empty`: The file is empty. `json_malformed`: The JSON of the photo is malformed. `file_duplicated`: More than one file was sent. */
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
    getModel: {
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
                    /**
                     * @example {
                     *       "name": "cats-vs-dogs",
                     *       "version": "1.3.0",
                     *       "labels": [
                     *         "cat",
                     *         "dog"
                     *       ],
                     *       "weights": {
                     *         "bytes": 4668624,
                     *         "sha256": "0804338bc21ce58644658b47f1928c0441ffa145238ffa99f6f7b50f2c3bd9dd"
                     *       },
                     *       "passes": [
                     *         {
                     *           "width": 136,
                     *           "height": 136,
                     *           "accept_probability": 0.984,
                     *           "accept_pet_score": 0.5
                     *         },
                     *         {
                     *           "width": 256,
                     *           "height": 256,
                     *           "accept_probability": 0,
                     *           "accept_pet_score": 0
                     *         }
                     *       ],
                     *       "explains": true,
                     *       "thresholds": {
                     *         "review": {
                     *           "probability": 0.9853,
                     *           "chosen_on": "validation split",
                     *           "answered_accuracy": 0.9990925589836661,
                     *           "review_share": 0.0396514161220044
                     *         },
                     *         "pet": {
                     *           "score": 0.5,
                     *           "chosen_on": "validation split and photos of full size",
                     *           "kept_share": 0.9904139433551198,
                     *           "caught_share": 0.9245283018867925
                     *         }
                     *       },
                     *       "evaluation": {
                     *         "data": "test split, as served by the function",
                     *         "count": 2226,
                     *         "accuracy": 0.9896675651392632,
                     *         "accuracy_interval95": [
                     *           0.9845428809770757,
                     *           0.993105099948414
                     *         ],
                     *         "accuracy_by_label": {
                     *           "cat": 0.9954337899543378,
                     *           "dog": 0.9840848806366048
                     *         },
                     *         "expected_calibration_error": 0.005462586650032072,
                     *         "review_share": 0.03998203054806826,
                     *         "answered_accuracy": 0.9967243799719232,
                     *         "latency": {
                     *           "ms_per_pass": [
                     *             1.39,
                     *             5.58
                     *           ],
                     *           "threads": 1,
                     *           "cpu": "AMD EPYC, with VNNI"
                     *         }
                     *       },
                     *       "provenance": {
                     *         "git_commit": "26f63d5b76f97e11826c8e2a8cc0b34904cb45fc",
                     *         "created_at": "2026-11-24T13:07:44Z",
                     *         "data_sha256": "78556c82bdc84cfd695a9803ed544a125a9ed7faf143b84abea151400dbea294",
                     *         "parameters_sha256": "5c59a2d26918499a807091f00410aa379d1ccb54da72afbcc29a1e95444b9323",
                     *         "run_id": "first-pass-int8+last-pass"
                     *       }
                     *     }
                     */
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
    predictBatch: {
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
                    /**
                     * @example {
                     *       "results": [
                     *         {
                     *           "index": 0,
                     *           "filename": "chelsea.png",
                     *           "prediction": "cat",
                     *           "probability": 0.9989989399909973,
                     *           "confidence": 0.999,
                     *           "probabilities": {
                     *             "cat": 0.9989989399909973,
                     *             "dog": 0.0010010391706600785
                     *           },
                     *           "is_pet": true,
                     *           "pet_score": 0.9854,
                     *           "needs_review": false,
                     *           "photo_sha256": "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb",
                     *           "inference_time_ms": 1.709,
                     *           "model": {
                     *             "name": "cats-vs-dogs",
                     *             "version": "1.3.0"
                     *           },
                     *           "request_id": "2b1d6c0e-6f3c-4a57-9d1c-6a2c1f0f8d3b"
                     *         },
                     *         {
                     *           "index": 1,
                     *           "filename": "notes.txt",
                     *           "error": {
                     *             "type": "urn:cats-vs-dogs:error:image_type_unsupported",
                     *             "title": "Image type not supported",
                     *             "status": 415,
                     *             "detail": "This is not an image that is accepted. Accepted are JPEG, PNG, WebP, GIF, AVIF, HEIC and TIFF.",
                     *             "code": "image_type_unsupported",
                     *             "request_id": "2b1d6c0e-6f3c-4a57-9d1c-6a2c1f0f8d3b"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BatchResults"];
                    /**
                     * @example {"index":0,"filename":"chelsea.png","prediction":"cat","probability":0.9989989399909973,"confidence":0.999,"probabilities":{"cat":0.9989989399909973,"dog":0.0010010391706600785},"is_pet":true,"pet_score":0.9854,"needs_review":false,"photo_sha256":"596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb","inference_time_ms":1.709,"model":{"name":"cats-vs-dogs","version":"1.3.0"},"request_id":"2b1d6c0e-6f3c-4a57-9d1c-6a2c1f0f8d3b"}
                     *     {"index":1,"filename":"notes.txt","error":{"type":"urn:cats-vs-dogs:error:image_type_unsupported","title":"Image type not supported","status":415,"detail":"This is not an image that is accepted. Accepted are JPEG, PNG, WebP, GIF, AVIF, HEIC and TIFF.","code":"image_type_unsupported","request_id":"2b1d6c0e-6f3c-4a57-9d1c-6a2c1f0f8d3b"}}
                     */
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
    classifyEvent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1.0; in binary mode, as the others.
                 * @example 1.0
                 */
                "ce-specversion"?: string;
                /**
                 * @description Required in binary mode.
                 * @example 2b1d6c0e-6f3c-4a57-9d1c-6a2c1f0f8d3b
                 */
                "ce-id"?: string;
                /**
                 * @description Required in binary mode.
                 * @example /photos
                 */
                "ce-source"?: string;
                /**
                 * @description Required in binary mode; any but `cats-vs-dogs.prediction`.
                 * @example photo.uploaded
                 */
                "ce-type"?: string;
                /**
                 * @description Becomes that of the answer.
                 * @example chelsea.png
                 */
                "ce-subject"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/*": Blob;
                "application/octet-stream": Blob;
                /**
                 * @example {
                 *       "url": "https://photos.example.com/chelsea.png"
                 *     }
                 */
                "application/json": components["schemas"]["PhotoUrl"];
                /**
                 * @example {
                 *       "specversion": "1.0",
                 *       "id": "2b1d6c0e-6f3c-4a57-9d1c-6a2c1f0f8d3b",
                 *       "source": "/photos",
                 *       "type": "photo.uploaded",
                 *       "subject": "chelsea.png",
                 *       "data": {
                 *         "url": "https://photos.example.com/chelsea.png"
                 *       }
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "prediction": "cat",
                     *       "probability": 0.9989989399909973,
                     *       "confidence": 0.999,
                     *       "probabilities": {
                     *         "cat": 0.9989989399909973,
                     *         "dog": 0.0010010391706600785
                     *       },
                     *       "is_pet": true,
                     *       "pet_score": 0.9854,
                     *       "needs_review": false,
                     *       "photo_sha256": "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb",
                     *       "inference_time_ms": 1.682,
                     *       "model": {
                     *         "name": "cats-vs-dogs",
                     *         "version": "1.3.0"
                     *       },
                     *       "request_id": "2b1d6c0e-6f3c-4a57-9d1c-6a2c1f0f8d3b"
                     *     }
                     */
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
    sendVerdicts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "photo_sha256": "0c0ef9b3a55ae4c4b9c3f4a1f1f5b0a0b5a1f7f6d0a4e3c2b1a0f9e8d7c6b5a4",
                 *       "verdict": "dog",
                 *       "predicted": "cat",
                 *       "probability": 0.9912,
                 *       "model": "1.3.0",
                 *       "source": "page"
                 *     }
                 */
                "application/json": components["schemas"]["Verdict"] | components["schemas"]["Verdict"][];
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description How many were taken */
            200: {
                headers: {
                    /** @description The id of the request, as in the log. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accepted": 1,
                     *       "repeated": 0
                     *     }
                     */
                    "application/json": components["schemas"]["VerdictsTaken"];
                };
            };
            /** @description `request_malformed`: The request is malformed. `verdict_invalid`: A verdict is invalid. */
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
            /** @description `body_too_large`: The body is too large. `verdicts_too_many`: Too many verdicts were sent. */
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
    getHealth: {
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
                    /**
                     * @example {
                     *       "status": "alive"
                     *     }
                     */
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
    getReady: {
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
                    /**
                     * @example {
                     *       "status": "ready",
                     *       "model": {
                     *         "name": "cats-vs-dogs",
                     *         "version": "1.3.0"
                     *       }
                     *     }
                     */
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
    getMetrics: {
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
                    /**
                     * @example # HELP predictions_total Photos that were judged, by the class that was predicted
                     *     # TYPE predictions_total counter
                     *     predictions_total{predicted_class="cat"} 3
                     *     predictions_total{predicted_class="dog"} 0
                     */
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
    getOpenApi: {
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
    getDocs: {
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
    getV2Server: {
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
                    /**
                     * @example {
                     *       "name": "cats-vs-dogs",
                     *       "version": "0.1.0",
                     *       "extensions": [
                     *         "binary_tensor_data"
                     *       ]
                     *     }
                     */
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
    getV2ServerBySlash: {
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
                    /**
                     * @example {
                     *       "name": "cats-vs-dogs",
                     *       "version": "0.1.0",
                     *       "extensions": [
                     *         "binary_tensor_data"
                     *       ]
                     *     }
                     */
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
    getV2Live: {
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
                    /**
                     * @example {
                     *       "live": true
                     *     }
                     */
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
    getV2Ready: {
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
                    /**
                     * @example {
                     *       "ready": true
                     *     }
                     */
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
    getV2Model: {
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
                    /**
                     * @example {
                     *       "name": "cats-vs-dogs",
                     *       "versions": [
                     *         "1.3.0"
                     *       ],
                     *       "platform": "onnx_onnxv1",
                     *       "inputs": [
                     *         {
                     *           "name": "image",
                     *           "datatype": "BYTES",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         },
                     *         {
                     *           "name": "image_uint8",
                     *           "datatype": "UINT8",
                     *           "shape": [
                     *             -1,
                     *             -1,
                     *             -1,
                     *             3
                     *           ]
                     *         },
                     *         {
                     *           "name": "image_fp32",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             3,
                     *             -1,
                     *             -1
                     *           ]
                     *         }
                     *       ],
                     *       "outputs": [
                     *         {
                     *           "name": "prediction",
                     *           "datatype": "BYTES",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         },
                     *         {
                     *           "name": "probability",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         },
                     *         {
                     *           "name": "probabilities",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             2
                     *           ]
                     *         },
                     *         {
                     *           "name": "is_pet",
                     *           "datatype": "BOOL",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         },
                     *         {
                     *           "name": "pet_score",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         },
                     *         {
                     *           "name": "needs_review",
                     *           "datatype": "BOOL",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         }
                     *       ],
                     *       "properties": {
                     *         "inputs": "exactly one a request",
                     *         "image": "JPEG, PNG, WebP, GIF, AVIF, HEIC or TIFF; in JSON as base64",
                     *         "image_uint8": "sRGB, layout NHWC, any height and width",
                     *         "image_fp32": "sRGB divided by 255, from 0 to 1, layout NCHW, any height and width",
                     *         "max_batch_size": "32",
                     *         "labels": "cat, dog"
                     *       }
                     *     }
                     */
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
    getV2ModelReady: {
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
                    /**
                     * @example {
                     *       "name": "cats-vs-dogs",
                     *       "ready": true
                     *     }
                     */
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
    getV2ModelVersion: {
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
                 * @example 1.3.0
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
                    /**
                     * @example {
                     *       "name": "cats-vs-dogs",
                     *       "versions": [
                     *         "1.3.0"
                     *       ],
                     *       "platform": "onnx_onnxv1",
                     *       "inputs": [
                     *         {
                     *           "name": "image",
                     *           "datatype": "BYTES",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         },
                     *         {
                     *           "name": "image_uint8",
                     *           "datatype": "UINT8",
                     *           "shape": [
                     *             -1,
                     *             -1,
                     *             -1,
                     *             3
                     *           ]
                     *         },
                     *         {
                     *           "name": "image_fp32",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             3,
                     *             -1,
                     *             -1
                     *           ]
                     *         }
                     *       ],
                     *       "outputs": [
                     *         {
                     *           "name": "prediction",
                     *           "datatype": "BYTES",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         },
                     *         {
                     *           "name": "probability",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         },
                     *         {
                     *           "name": "probabilities",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             2
                     *           ]
                     *         },
                     *         {
                     *           "name": "is_pet",
                     *           "datatype": "BOOL",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         },
                     *         {
                     *           "name": "pet_score",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         },
                     *         {
                     *           "name": "needs_review",
                     *           "datatype": "BOOL",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         }
                     *       ],
                     *       "properties": {
                     *         "inputs": "exactly one a request",
                     *         "image": "JPEG, PNG, WebP, GIF, AVIF, HEIC or TIFF; in JSON as base64",
                     *         "image_uint8": "sRGB, layout NHWC, any height and width",
                     *         "image_fp32": "sRGB divided by 255, from 0 to 1, layout NCHW, any height and width",
                     *         "max_batch_size": "32",
                     *         "labels": "cat, dog"
                     *       }
                     *     }
                     */
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
    getV2ModelVersionReady: {
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
                 * @example 1.3.0
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
                    /**
                     * @example {
                     *       "name": "cats-vs-dogs",
                     *       "ready": true
                     *     }
                     */
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
    inferV2: {
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
                 *           "name": "image",
                 *           "datatype": "BYTES",
                 *           "shape": [
                 *             1
                 *           ],
                 *           "data": [
                 *             "/9j/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAArAEADASIAAhEBAxEB/8QAGgAAAwEBAQEAAAAAAAAAAAAAAwQFAgEABv/EACoQAAICAQMCBgICAwAAAAAAAAECAxEABBIhBTETIkFRYXEU0RUjkaGx/8QAGAEAAwEBAAAAAAAAAAAAAAAAAQIDAAT/xAAaEQADAQEBAQAAAAAAAAAAAAAAARECITES/9oADAMBAAIRAxEAPwDXVlMCL4QI3tXPbAQXp46Nb25YntlHrkq7ohQNWfr5yMmpedqEYeO637qs5y7cZ158OzOXHn7HsD3P6zMNCJnoBKINnthtVIInMR0xd0QOWLABRz+jimi1UGuhMMKtG5a9rVyL5o4vfQ8sMTQUIxdSACNrPI47368HHNE7tIFZi6jjcPcY1Lp1m1IZDQ8oI+Bf7zywLCyJu8oRlY36g8f9zU0gPVSsEfYLINA5Cfp4ZiStkmyc+il0jziw5WuSPf5xJHRpCl8rwcsuoTTBxlZtOJdUXlN7m+v1lGdYV0Y8FkC1fHbAaaNZkahyL49xgfAj3CKZKPowar+8i6URyVTqEKykElNl3QZfY/XviEenk6frNF/WiQxv38TeSDwSayx+DtAZZKX6wGphEsewbbAv7xb8h+U3SiaXUF05Wj2yHrw+o6sgL74kFeELJLEeg9e/+sf6RqtzBZCLU0cHC8n9iRbgC7Gr4rBnTptZH9KNJBCsM0zeRADRsA+uBfp2iILaXWhSxumOaHSpJVDI67a5wmj6XAysZxbXX1nTlNKEW+iXSt66sqLKsO5ypqNGkgNjv7DJ3TOAhvnLR5XEz1Dv0nxmSJGRiW9m9cBHIiajfJQ+AtX/AIxybticqg9wDivCbCtErVaaP+TX8FvDikG5/ZD8fftlLTpFHu2A7Qu0EnvnYUQLYUX9Y301Q8x3gGjxeFpUDbhmLx4IWmijKjuQT3x3QoUiDSEW3OY6uSugl2muPTA9LAbpkUjeZ67nnKomz//Z"
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
                    /**
                     * @example {
                     *       "model_name": "cats-vs-dogs",
                     *       "model_version": "1.3.0",
                     *       "id": "2b1d6c0e-6f3c-4a57-9d1c-6a2c1f0f8d3b",
                     *       "outputs": [
                     *         {
                     *           "name": "prediction",
                     *           "datatype": "BYTES",
                     *           "shape": [
                     *             1
                     *           ],
                     *           "data": [
                     *             "cat"
                     *           ]
                     *         },
                     *         {
                     *           "name": "probability",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             1
                     *           ],
                     *           "data": [
                     *             0.9983381032943726
                     *           ]
                     *         },
                     *         {
                     *           "name": "probabilities",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             1,
                     *             2
                     *           ],
                     *           "data": [
                     *             0.9983381032943726,
                     *             0.0016618898371234536
                     *           ]
                     *         },
                     *         {
                     *           "name": "is_pet",
                     *           "datatype": "BOOL",
                     *           "shape": [
                     *             1
                     *           ],
                     *           "data": [
                     *             true
                     *           ]
                     *         },
                     *         {
                     *           "name": "pet_score",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             1
                     *           ],
                     *           "data": [
                     *             0.8580478429794312
                     *           ]
                     *         },
                     *         {
                     *           "name": "needs_review",
                     *           "datatype": "BOOL",
                     *           "shape": [
                     *             1
                     *           ],
                     *           "data": [
                     *             false
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
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
    inferV2Version: {
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
                 * @example 1.3.0
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
                 *           "name": "image",
                 *           "datatype": "BYTES",
                 *           "shape": [
                 *             1
                 *           ],
                 *           "data": [
                 *             "/9j/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAArAEADASIAAhEBAxEB/8QAGgAAAwEBAQEAAAAAAAAAAAAAAwQFAgEABv/EACoQAAICAQMCBgICAwAAAAAAAAECAxEABBIhBTETIkFRYXEU0RUjkaGx/8QAGAEAAwEBAAAAAAAAAAAAAAAAAQIDAAT/xAAaEQADAQEBAQAAAAAAAAAAAAAAARECITES/9oADAMBAAIRAxEAPwDXVlMCL4QI3tXPbAQXp46Nb25YntlHrkq7ohQNWfr5yMmpedqEYeO637qs5y7cZ158OzOXHn7HsD3P6zMNCJnoBKINnthtVIInMR0xd0QOWLABRz+jimi1UGuhMMKtG5a9rVyL5o4vfQ8sMTQUIxdSACNrPI47368HHNE7tIFZi6jjcPcY1Lp1m1IZDQ8oI+Bf7zywLCyJu8oRlY36g8f9zU0gPVSsEfYLINA5Cfp4ZiStkmyc+il0jziw5WuSPf5xJHRpCl8rwcsuoTTBxlZtOJdUXlN7m+v1lGdYV0Y8FkC1fHbAaaNZkahyL49xgfAj3CKZKPowar+8i6URyVTqEKykElNl3QZfY/XviEenk6frNF/WiQxv38TeSDwSayx+DtAZZKX6wGphEsewbbAv7xb8h+U3SiaXUF05Wj2yHrw+o6sgL74kFeELJLEeg9e/+sf6RqtzBZCLU0cHC8n9iRbgC7Gr4rBnTptZH9KNJBCsM0zeRADRsA+uBfp2iILaXWhSxumOaHSpJVDI67a5wmj6XAysZxbXX1nTlNKEW+iXSt66sqLKsO5ypqNGkgNjv7DJ3TOAhvnLR5XEz1Dv0nxmSJGRiW9m9cBHIiajfJQ+AtX/AIxybticqg9wDivCbCtErVaaP+TX8FvDikG5/ZD8fftlLTpFHu2A7Qu0EnvnYUQLYUX9Y301Q8x3gGjxeFpUDbhmLx4IWmijKjuQT3x3QoUiDSEW3OY6uSugl2muPTA9LAbpkUjeZ67nnKomz//Z"
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
                    /**
                     * @example {
                     *       "model_name": "cats-vs-dogs",
                     *       "model_version": "1.3.0",
                     *       "id": "2b1d6c0e-6f3c-4a57-9d1c-6a2c1f0f8d3b",
                     *       "outputs": [
                     *         {
                     *           "name": "prediction",
                     *           "datatype": "BYTES",
                     *           "shape": [
                     *             1
                     *           ],
                     *           "data": [
                     *             "cat"
                     *           ]
                     *         },
                     *         {
                     *           "name": "probability",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             1
                     *           ],
                     *           "data": [
                     *             0.9983381032943726
                     *           ]
                     *         },
                     *         {
                     *           "name": "probabilities",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             1,
                     *             2
                     *           ],
                     *           "data": [
                     *             0.9983381032943726,
                     *             0.0016618898371234536
                     *           ]
                     *         },
                     *         {
                     *           "name": "is_pet",
                     *           "datatype": "BOOL",
                     *           "shape": [
                     *             1
                     *           ],
                     *           "data": [
                     *             true
                     *           ]
                     *         },
                     *         {
                     *           "name": "pet_score",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             1
                     *           ],
                     *           "data": [
                     *             0.8580478429794312
                     *           ]
                     *         },
                     *         {
                     *           "name": "needs_review",
                     *           "datatype": "BOOL",
                     *           "shape": [
                     *             1
                     *           ],
                     *           "data": [
                     *             false
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
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
}
