using System.CommandLine.Parsing;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Paretune.Client.Commands;
using Paretune.Client.Submission;

namespace Paretune.Client.Tests;

/// <summary>The commands and search files of pages that readers copy from: every verb and option exists.</summary>
public sealed partial class DocsCommandsTests
{
    private static readonly string[] Pages = ["README.md", "docs/tutorial.md"];

    public static TheoryData<string, string> Commands => new(Pages.SelectMany(page => CommandsOf(page).Select(line => (page, line))));

    public static TheoryData<string, string> Files => new(Pages.SelectMany(page => Blocks(page, "yaml").Select(block => (page, block))));

    [Theory, MemberData(nameof(Commands))]
    public void A_command_can_be_copied(string page, string line)
    {
        var root = CommandTree.Create(new() { In = TextReader.Null, Out = TextWriter.Null, Error = TextWriter.Null, Variable = _ => null });

        var parsed = root.Parse([.. CommandLineParser.SplitCommandLine(line)]);

        Assert.True(parsed.Errors.Count == 0, $"{page}: {line}: {string.Join("; ", parsed.Errors.Select(error => error.Message))}");
        Assert.IsType<Verb>(parsed.CommandResult.Command);
    }

    [Theory, MemberData(nameof(Files))]
    public void A_search_file_can_be_copied(string page, string yaml) =>
        Assert.Empty(SearchText.Read(page, new StringReader(yaml), []).Check(datasets: null, trainers: null).Errors);

    [Fact]
    public void Every_page_has_commands() => Assert.All(Pages, page => Assert.NotEmpty(CommandsOf(page)));

    private static IEnumerable<string> CommandsOf(string page) =>
        from block in Blocks(page, "")
        from line in block.Split('\n')
        let command = Command().Match(line.Split(" #")[0].Trim())
        where command.Success
        select command.Groups[1].Value.Replace(" N", " 1", StringComparison.Ordinal);

    /// <summary>The blocks of code in a language.</summary>
    private static IEnumerable<string> Blocks(string page, string language)
    {
        var parts = File.ReadAllText(PathOf($"../../{page}")).Split("```");
        return parts.Where((_, place) => place % 2 == 1)
            .Where(part => part.StartsWith($"{language}\n", StringComparison.Ordinal))
            .Select(part => part[(language.Length + 1)..]);
    }

    private static string PathOf(string relative, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, relative);

    // What a console prints has no command at the start of its lines.
    [GeneratedRegex(@"^(?:paretune|dotnet run --project Client --) (.+)$")]
    private static partial Regex Command();
}
