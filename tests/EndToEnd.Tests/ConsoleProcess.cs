using System.Diagnostics;

namespace Paretune.EndToEnd.Tests;

/// <summary>Runs the console as a user does.</summary>
internal static class ConsoleProcess
{
    /// <returns>The exit code, with standard output and standard error.</returns>
    public static async Task<(int Code, string Said)> Run(params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Repository.Client, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return (process.ExitCode, await output + await error);
    }
}
