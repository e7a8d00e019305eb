namespace Paretune.Silo.Start;

/// <summary>One line a message, whichever its format, and none of the framework's chatter.</summary>
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
        // Each lost connection, probe and call to a silo that is gone, with a stack trace; ClusterLog and those who asked say it in a line.
        logging.AddFilter("Orleans.Runtime.Messaging", LogLevel.Error);
        logging.AddFilter("Orleans.Messaging", LogLevel.Error);
        logging.AddFilter("Orleans.Runtime.MembershipService", LogLevel.Error);
        // Each activation that fails, twice; the grains say why in a line.
        logging.AddFilter("Orleans.Grain", LogLevel.Critical);
        // What it tries again and gives up is told by whoever asked.
        logging.AddFilter("Polly", LogLevel.None);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // Its first look, before its first measurement, always warns of a check as old as the machine's uptime.
        logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        // It warns of keys in a folder without a further key, which would lie beside them.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // A start that failed is told once, by the exception that ends the process.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        // The refusal handler has told what there is to tell.
        logging.AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None);
    }
}
