using System.Text.Json;
using Microsoft.JSInterop;

namespace Paretune.Dashboard.Layout;

/// <summary>What the viewer's browser keeps between visits; known once the page is live.</summary>
internal sealed class BrowserStore(IJSRuntime script)
{
    /// <summary>Null where nothing is kept, or what is kept cannot be read.</summary>
    public async Task<T?> Read<T>(string key) where T : class
    {
        try
        {
            return await script.InvokeAsync<string?>("paretune.kept", key) is { } text ? JsonSerializer.Deserialize<T>(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Null forgets.</summary>
    public async Task Write<T>(string key, T? value) where T : class =>
        await script.InvokeVoidAsync("paretune.keep", key, value is null ? null : JsonSerializer.Serialize(value));
}
