using System.Diagnostics;
using Paretune.Testing;

namespace Paretune.Client.Tests.Completion;

/// <summary>The completion scripts in their shells, with the console's program.</summary>
public sealed class ShellTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "paretune");

    [Theory]
    [InlineData("paretune sea", "search")]
    [InlineData("paretune search list --output=js", "json jsonl")]
    [InlineData("paretune search best x --rule smallest-within:1", "1 1se")]
    [InlineData("paretune search show ", "abcd2345")]
    public async Task Bash(string line, string candidates)
    {
        // As readline calls it: the word under the cursor is what follows the last word break.
        var completed = await Run(
            "bash", $$"""
            eval "$('{{Program}}' completion bash)"
            COMP_LINE='{{line}}'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=('{{Program}}'); COMP_CWORD=1
            _paretune && printf '%s\n' "${COMPREPLY[@]}"
            complete -p paretune > /dev/null || echo not registered
            """);

        Assert.Equal(candidates, completed);
    }

    [Theory]
    [InlineData("paretune sea", "search")]
    [InlineData("paretune search show ", "abcd2345")]
    [InlineData("paretune search list -o js", "json jsonl")]
    public async Task Fish(string line, string candidates)
    {
        Requirement.Program("fish");

        var completed = await Run("fish", $"""
            set -x PATH '{AppContext.BaseDirectory}' $PATH
            paretune completion fish | source
            complete --do-complete '{line}'
            """);

        Assert.Equal(candidates, completed);
    }

    [Theory]
    [InlineData("paretune sea", "search")]
    [InlineData("paretune search show ", "abcd2345")]
    [InlineData("paretune search list -o js", "json jsonl")]
    public async Task Zsh(string line, string candidates)
    {
        Requirement.Program("zsh");

        // Outside its line editor, zsh has no command compadd, so that the test can define one that prints.
        var words = string.Join(' ', line.Split(' ').SkipLast(1).Append("''"));
        var completed = await Run("zsh", $$"""
            path=('{{AppContext.BaseDirectory}}' $path)
            compdef() { : }
            compadd() { print -l -- $candidates }
            source <(paretune completion zsh)
            words=({{words}}); CURRENT=$#words; PREFIX='{{line.Split(' ')[^1]}}'
            _paretune
            """);

        Assert.Equal(candidates, completed);
    }

    private static async Task<string> Run(string shell, string script)
    {
        await using var server = await RecordedServer.Start();
        var start = new ProcessStartInfo(shell) { ArgumentList = { "-c", script }, RedirectStandardOutput = true };
        start.Environment["PARETUNE_SERVER"] = server.Address.ToString();
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.Trim().ReplaceLineEndings(" ");
    }
}
