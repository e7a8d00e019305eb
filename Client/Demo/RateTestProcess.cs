using System.Text.Json;
using Paretune.Tuning.Rates;

namespace Paretune.Client.Demo;

/// <summary>The silo's program as a child that does one range test and ends; it shares the home's datasets and nothing else.</summary>
internal static class RateTestProcess
{
    private const string Verb = "find-rate";

    /// <summary>The points of the test, as they come.</summary>
    /// <param name="home">Null for that of the environment.</param>
    /// <exception cref="CommandException">It failed; the message is its output.</exception>
    public static async Task<RateTest> Run(
        string program, RateTestRequest request, string? home, Terminal terminal, Action<RatePoint> tell, CancellationToken cancellation)
    {
        var start = DotNet.Command(
            terminal, Path.GetDirectoryName(program)!, program, Verb, JsonSerializer.Serialize(request, ParetuneJson.Options));
        if (home is not null)
            start.Environment["PARETUNE_HOME"] = home;
        using var process = DotNet.Start(start);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            var test = new RateTest();
            while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
            {
                test.Add(JsonSerializer.Deserialize<RatePoint>(line, ParetuneJson.Options)!);
                tell(test.Points[^1]);
            }

            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0 && test.Points.Length > 0 ? test
                : throw new CommandException(process.ExitCode == 2 ? ExitCode.BadInput : ExitCode.Failed, (await errors).Trim());
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
