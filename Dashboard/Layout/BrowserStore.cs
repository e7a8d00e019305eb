using System.Text.Json;
using Microsoft.JSInterop;

namespace Paretune.Dashboard.Layout;

/// <summary>Values that the viewer's browser stores between visits; available once the page is interactive.</summary>
internal sealed class BrowserStore(IJSRuntime script)
{
    /// <summary>Returns a stored value; null if there is none or it cannot be read.</summary>
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

    /// <summary>Stores a value; null deletes it.</summary>
    public async Task Write<T>(string key, T? value) where T : class =>
        await script.InvokeVoidAsync("paretune.keep", key, value is null ? null : JsonSerializer.Serialize(value));
}
