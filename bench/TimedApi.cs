using System.Diagnostics;

namespace Paretune.Bench;

/// <summary>Asks a silo's API and measures how long an answer takes to be read to its end.</summary>
internal sealed class TimedApi(string address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new(address), Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>The address that the header Link of the last answer leads to; null where it leads nowhere.</summary>
    public string? Next { get; private set; }

    /// <summary>Milliseconds.</summary>
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
