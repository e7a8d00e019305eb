using System.Diagnostics;

namespace Paretune.Bench;

/// <summary>Calls a silo's API and measures the time until an answer is completely read.</summary>
internal sealed class TimedApi(string address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new(address), Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>The address in the Link header of the last answer; null if there was none.</summary>
    public string? Next { get; private set; }

    /// <summary>Sends a request and returns its duration in milliseconds.</summary>
    public async Task<double> Time(string path)
    {
        var began = Stopwatch.GetTimestamp();
        using var response = (await _http.GetAsync(path)).EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        Next = response.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
        return took;
    }

    public void Dispose() => _http.Dispose();
}
