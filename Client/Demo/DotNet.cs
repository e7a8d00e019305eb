using System.ComponentModel;
using System.Diagnostics;

namespace Paretune.Client.Demo;

/// <summary>Runs <c>dotnet</c>: the one that runs this process if known, otherwise the one on the PATH.</summary>
internal static class DotNet
{
    public static ProcessStartInfo Command(Terminal terminal, string folder, params IEnumerable<string> arguments) =>
        new(terminal.Variable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
            Environment = { ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1" },
        };

    /// <exception cref="CommandException">The program was not found.</exception>
    public static Process Start(ProcessStartInfo command)
    {
        try
        {
            return Process.Start(command)!;
        }
        catch (Win32Exception e)
        {
            throw CommandException.BadInput(
                $"starting a silo requires the .NET 10 SDK, but \"{command.FileName}\" cannot be started: {e.Message}; install it and put "
                + "dotnet on the PATH");
        }
    }
}
