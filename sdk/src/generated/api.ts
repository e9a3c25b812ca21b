/* eslint-disable */
// Made from docs/openapi.json by openapi-typescript. Do not edit it: run `npx projen api-docs`.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly Credentials: {
            readonly email: string;
            readonly password: string;
        };
        readonly Verification: {
            readonly email: string;
            readonly code: string;
        };
        readonly Address: {
            readonly email: string;
        };
        readonly RefreshToken: {
            readonly refresh_token: string;
        };
        readonly PasswordReset: {
            readonly email: string;
            readonly code: string;
            readonly password: string;
        };
        readonly UploadRequest: {
            readonly filename: string;
            readonly content_type: "image/jpeg" | "image/png" | "image/webp" | "image/gif" | "image/avif" | "image/tiff";
            readonly size?: number;
            readonly checksum_sha256?: string;
        };
        readonly Rendition: {
            readonly size: string;
            readonly format: "webp" | "jpeg" | "png" | "avif";
            readonly width: number;
            readonly height: number;
            readonly bytes: number;
        };
        readonly SignedUp: {
            readonly user_id: string;
            readonly confirmed: boolean;
            readonly delivery?: {
                readonly medium: string;
                readonly destination: string;
            };
        };
        readonly Notice: {
            readonly detail: string;
        };
        readonly Tokens: {
            readonly token_type: "Bearer";
            readonly id_token: string;
            readonly access_token: string;
            readonly expires_in: number;
            readonly refresh_token: string;
        };
        readonly RefreshedTokens: {
            readonly token_type: "Bearer";
            readonly id_token: string;
            readonly access_token: string;
            readonly expires_in: number;
        };
        readonly UploadGrant: {
            readonly image_id: string;
            readonly method: "PUT";
            readonly upload_url: string;
            readonly headers: {
                readonly [key: string]: string;
            };
            readonly form: {
                readonly url: string;
                readonly fields: {
                    readonly [key: string]: string;
                };
            };
            readonly expires_at: string;
            readonly max_size: number;
        };
        readonly ImagePage: {
            readonly items: readonly components["schemas"]["ImageRecord"][];
            readonly next_cursor?: string;
        };
        readonly ImageRecord: {
            readonly image_id: string;
            readonly status: components["schemas"]["ImageStatus"];
            readonly filename: string;
            readonly content_type: "image/jpeg" | "image/png" | "image/webp" | "image/gif" | "image/avif" | "image/tiff";
            readonly size?: number;
            readonly width?: number;
            readonly height?: number;
            readonly created_at: string;
            readonly updated_at: string;
            readonly reason?: string;
            readonly reason_detail?: string;
            readonly placeholder?: string;
            readonly renditions: readonly components["schemas"]["Rendition"][];
        };
        readonly ImageUrl: {
            readonly size: string;
            readonly format: "webp" | "jpeg" | "png" | "avif";
            readonly width: number;
            readonly height: number;
            readonly bytes: number;
            readonly image_id: string;
            readonly url: string;
            readonly expires_at: string;
        };
        readonly UnfinishedImage: {
            readonly image_id: string;
            readonly status: "pending" | "processing";
        };
        readonly Erasure: {
            readonly user_id: string;
            readonly status: "erasing" | "erased";
            readonly started_at: string;
            readonly finished_at?: string;
            readonly removed: {
                readonly accounts: number;
                readonly images: number;
                readonly grant_counts: number;
                readonly originals: number;
                readonly renditions: number;
                readonly working_files: number;
            };
        };
        readonly ImageStatus: "pending" | "processing" | "ready" | "rejected" | "failed";
        readonly RejectionReason: "unsupported-type" | "type-mismatch" | "corrupt-image" | "too-many-pixels" | "too-many-frames" | "file-too-large" | "empty-file" | "content-refused";
        readonly InvalidRequestProblem: {
            readonly type: "https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/api.md#invalid-request";
            readonly title: "The request is not valid";
            readonly status: 400;
            readonly detail: string;
            readonly instance: string;
            readonly code: "invalid-request";
            readonly errors?: readonly {
                readonly field: string;
                readonly message: string;
            }[];
        };
        readonly UnknownSizeProblem: {
            readonly type: "https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/api.md#unknown-size";
            readonly title: "There is no such size";
            readonly status: 400;
            readonly detail: string;
            readonly instance: string;
            readonly code: "unknown-size";
            readonly sizes?: readonly string[];
        };
        readonly UnauthorizedProblem: {
            readonly type: "https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/api.md#unauthorized";
            readonly title: "Not signed in";
            readonly status: 401;
            readonly detail: string;
            readonly instance: string;
            readonly code: "unauthorized";
        };
        readonly ForbiddenProblem: {
            readonly type: "https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/api.md#forbidden";
            readonly title: "Not allowed";
            readonly status: 403;
            readonly detail: string;
            readonly instance: string;
            readonly code: "forbidden";
        };
        readonly NotFoundProblem: {
            readonly type: "https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/api.md#not-found";
            readonly title: "There is no such call";
            readonly status: 404;
            readonly detail: string;
            readonly instance: string;
            readonly code: "not-found";
        };
        readonly MethodNotAllowedProblem: {
            readonly type: "https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/api.md#method-not-allowed";
            readonly title: "This call takes another method";
            readonly status: 405;
            readonly detail: string;
            readonly instance: string;
            readonly code: "method-not-allowed";
        };
        readonly ImageNotFoundProblem: {
            readonly type: "https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/api.md#image-not-found";
            readonly title: "There is no such image";
            readonly status: 404;
            readonly detail: string;
            readonly instance: string;
            readonly code: "image-not-found";
        };
        readonly UserExistsProblem: {
            readonly type: "https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/api.md#user-exists";
            readonly title: "The account exists";
            readonly status: 409;
            readonly detail: string;
            readonly instance: string;
            readonly code: "user-exists";
        };
        readonly ProcessingFailedProblem: {
            readonly type: "https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/api.md#processing-failed";
            readonly title: "The image could not be processed";
            readonly status: 409;
            readonly detail: string;
            readonly instance: string;
            readonly code: "processing-failed";
            readonly image_id?: string;
            readonly reason?: string;
        };
        readonly FileTooLargeProblem: {
            readonly type: "https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/api.md#file-too-large";
            readonly title: "The file is too large";
            readonly status: 413;
            readonly detail: string;
            readonly instance: string;
            readonly code: "file-too-large";
            readonly max_size?: number;
        };
        readonly RequestTooLargeProblem: {
            readonly type: "https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/api.md#request-too-large";
            readonly title: "The request body is too large";
            readonly status: 413;
            readonly detail: string;
            readonly instance: string;
            readonly code: "request-too-large";
        };
        readonly UnsupportedTypeProblem: {
            readonly type: "https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/api.md#unsupported-type";
            readonly title: "The type of image is not supported";
            readonly status: 415;
            readonly detail: string;
            readonly instance: string;
            readonly code: "unsupported-type";
            readonly supported?: readonly string[];
        };
        readonly UnsupportedMediaTypeProblem: {
            readonly type: "https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/api.md#unsupported-media-type";
            readonly title: "The request body should be JSON";
            readonly status: 415;
            readonly detail: string;
            readonly instance: string;
            readonly code: "unsupported-media-type";
        };
        readonly ImageRejectedProblem: {
            readonly type: "https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/api.md#image-rejected";
            readonly title: "The image was rejected";
            readonly status: 422;
            readonly detail: string;
            readonly instance: string;
            readonly code: "image-rejected";
            readonly image_id?: string;
            readonly reason?: string;
            readonly reason_detail?: string;
        };
        readonly TooManyRequestsProblem: {
            readonly type: "https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/api.md#too-many-requests";
            readonly title: "Too many requests";
            readonly status: 429;
            readonly detail: string;
            readonly instance: string;
            readonly code: "too-many-requests";
        };
        readonly InternalErrorProblem: {
            readonly type: "https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/api.md#internal-error";
            readonly title: "Something went wrong on our side";
            readonly status: 500;
            readonly detail: string;
            readonly instance: string;
            readonly code: "internal-error";
        };
        readonly ServiceUnavailableProblem: {
            readonly type: "https://github.com/cdk-image-management-system/cdk-image-management-system/blob/main/docs/api.md#service-unavailable";
            readonly title: "The service cannot do this now";
            readonly status: 503;
            readonly detail: string;
            readonly instance: string;
            readonly code: "service-unavailable";
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
