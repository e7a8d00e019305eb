using System.Text.Json;

namespace Paretune.Dashboard.Http;

/// <summary>Reads a request's body as a JSON object, or rejects it with one clear sentence.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static async Task<JsonElement> Read(HttpRequest request, CancellationToken cancellation)
    {
        // A form of another origin can send text/plain without a preflight request, but not application/json.
        if (!request.HasJsonContentType())
            throw new ApiException(
                StatusCodes.Status415UnsupportedMediaType,
                $"the content type must be application/json, but is \"{request.ContentType}\"", []);
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, Strict, cancellation);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw ApiException.Invalid("", $"the body must be a JSON object, but is of kind {document.RootElement.ValueKind}");
        }
        // The check for duplicates throws the second one for a key that is not valid Unicode.
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw ApiException.Invalid("", $"the body must be well-formed JSON, but is not: {malformed.Message}");
        }
    }
}
