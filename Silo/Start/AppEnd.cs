namespace Paretune.Silo.Start;

/// <summary>Ends the small web applications that run beside the process's own.</summary>
internal static class AppEnd
{
    /// <summary>
    /// Answers the requests that have arrived and disposes of the application. Without the stop, its services would be gone while the
    /// server still accepts requests, which would get the status 500.
    /// </summary>
    /// <param name="within">The time after which requests are aborted.</param>
    public static async Task Stop(WebApplication app, TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        try
        {
            await app.StopAsync(limit.Token);
        }
        finally
        {
            await app.DisposeAsync();
        }
    }
}
