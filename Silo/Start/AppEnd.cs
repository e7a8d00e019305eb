namespace Paretune.Silo.Start;

/// <summary>Ends the small web applications that run beside the process's own.</summary>
internal static class AppEnd
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Answers the requests that have arrived, for at most three seconds, and disposes of the application. Without the stop, its services
    /// would be gone while the server still accepts requests, which would get the status 500.
    /// </summary>
    public static async Task Stop(WebApplication app)
    {
        using var limit = new CancellationTokenSource(Limit);
        await app.StopAsync(limit.Token);
        await app.DisposeAsync();
    }
}
