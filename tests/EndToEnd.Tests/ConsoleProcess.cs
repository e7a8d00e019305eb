using System.Diagnostics;

namespace Paretune.EndToEnd.Tests;

/// <summary>The console as its user runs it.</summary>
internal static class ConsoleProcess
{
    /// <returns>Its exit code, and what it wrote to standard output and standard error.</returns>
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
