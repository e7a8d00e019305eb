using System.Text.Json;
using Paretune.Tuning.Rates;

namespace Paretune.Client.Demo;

/// <summary>Runs the silo's program as a child process for one range test. It only shares the datasets of the home folder.</summary>
internal static class RateTestProcess
{
    private const string Verb = "find-rate";

    /// <summary>Runs a range test and passes on its points as they arrive.</summary>
    /// <param name="home">The home folder; null for the one in the environment.</param>
    /// <exception cref="CommandException">The test failed; the message is its output.</exception>
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
