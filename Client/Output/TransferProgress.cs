using System.Globalization;
using Spectre.Console;

namespace Paretune.Client.Output;

/// <summary>
/// Shows the progress of a large upload with its rate and the time left: a bar at a terminal, elsewhere a line for each tenth.
/// </summary>
internal static class TransferProgress
{
    // Smaller uploads take only a second or two.
    private const long Large = 10_000_000;

    private const string Checking = "sent; the server is checking it";

    /// <param name="what">The name of what is sent, such as a file's name.</param>
    /// <param name="send">Sends the data and reports how many bytes it sent each time.</param>
    public static Task<T> Run<T>(Terminal terminal, string what, long bytes, Func<IProgress<long>, Task<T>> send)
    {
        if (bytes < Large)
            return send(new Sent(_ => { }));
        return terminal.ErrorIsTerminal ? Bar(terminal, what, bytes, send) : send(Lines(terminal, bytes));
    }

    private static Task<T> Bar<T>(Terminal terminal, string what, long bytes, Func<IProgress<long>, Task<T>> send) =>
        terminal.ErrorConsole().Progress().AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(),
                new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var task = context.AddTask(Markup.Escape(what), maxValue: bytes);
                return send(new Sent(count =>
                {
                    task.Increment(count);
                    if (task.IsFinished)
                        task.Description = Checking;
                }));
            });

    private static Sent Lines(Terminal terminal, long bytes)
    {
        var (started, sent, said) = (terminal.Clock.GetTimestamp(), 0L, 0L);
        return new(count =>
        {
            sent += count;
            var tenths = sent * 10 / bytes;
            if (tenths == said)
                return;
            said = tenths;
            terminal.Error.WriteLine(sent >= bytes ? Checking : Line(sent, bytes, terminal.Clock.GetElapsedTime(started)));
        });
    }

    private static string Line(long sent, long bytes, TimeSpan passed)
    {
        var rate = sent / Math.Max(passed.TotalSeconds, 1e-3);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"sent {sent / 1e6:0.0} of {bytes / 1e6:0.0} MB ({100 * sent / bytes} %), {rate / 1e6:0.0} MB/s, ")
            + $"about {Formatter.Duration(TimeSpan.FromSeconds((bytes - sent) / rate))} left";
    }

    // Reports synchronously and in order, which Progress<T> does not guarantee.
    private sealed class Sent(Action<long> told) : IProgress<long>
    {
        public void Report(long value) => told(value);
    }
}
