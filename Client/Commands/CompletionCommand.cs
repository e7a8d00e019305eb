using System.CommandLine;

namespace Paretune.Client.Commands;

/// <summary><c>completion</c>: prints the script with which a shell completes the console's command lines.</summary>
internal static class CompletionCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish", "pwsh"];

    public static Verb Create(Shell shell)
    {
        var name = new Argument<string>("SHELL")
        {
            Description = $"{string.Join(", ", Shells[..^1])} or {Shells[^1]}.",
            HelpName = "SHELL",
        };
        name.CompletionSources.Add(Shells);
        name.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Shells.Contains(token.Value))
                result.AddError($"SHELL: must be one of {string.Join(", ", Shells)}, but is \"{token.Value}\"");
        });
        var verb = new Verb(
            "completion", "Print a script that completes commands, options and values in your shell.",
            "eval \"$(paretune completion bash)\"", "paretune completion zsh >> ~/.zshrc",
            "paretune completion fish > ~/.config/fish/completions/paretune.fish", "paretune completion pwsh >> $PROFILE");
        return shell.Runs(verb.With(name), async (session, cancellation) =>
        {
            await using var script = typeof(CompletionCommand).Assembly.GetManifestResourceStream(
                $"completion/paretune.{session.Get(name)}")!;
            using var text = new StreamReader(script);
            await session.Terminal.Out.WriteAsync(await text.ReadToEndAsync(cancellation));
        });
    }
}
