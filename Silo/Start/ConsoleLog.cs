namespace Paretune.Silo.Start;

/// <summary>Configures the console log: one line per message, without the framework's noise.</summary>
internal static class ConsoleLog
{
    public static void AddParetuneConsole(this ILoggingBuilder logging, LogFormat format)
    {
        if (format == LogFormat.Json)
            logging.AddJsonConsole(console =>
            {
                console.IncludeScopes = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            });
        else
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
            });
        logging.AddFilter("Orleans", LogLevel.Warning);
        // Logs each lost connection, probe and call to a dead silo with a stack trace; ClusterLog and the callers log one line.
        logging.AddFilter("Orleans.Runtime.Messaging", LogLevel.Error);
        logging.AddFilter("Orleans.Messaging", LogLevel.Error);
        logging.AddFilter("Orleans.Runtime.MembershipService", LogLevel.Error);
        // Logs each failed activation twice; the grains log the reason in one line.
        logging.AddFilter("Orleans.Grain", LogLevel.Critical);
        // Retries and failures are logged by the caller.
        logging.AddFilter("Polly", LogLevel.None);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // Its first check runs before its first measurement and always warns.
        logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        // Warns that keys are stored unencrypted; a key to encrypt them would be stored beside them.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // A failed start is reported once, by the exception that ends the process.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        // The exception handler has already logged it.
        logging.AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None);
    }
}
