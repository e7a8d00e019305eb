using System.CommandLine.Parsing;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Paretune.Client.Commands;
using Paretune.Client.Submission;

namespace Paretune.Client.Tests;

/// <summary>
/// The commands at the start of a line and the search files of the documentation can be copied: every verb, option and key exists.
/// </summary>
public sealed partial class DocsCommandsTests
{
    private static readonly string Root = PathOf("../..");

    private static readonly string[] Pages = [
        "README.md", .. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "examples"), "README.md", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static TheoryData<string, string> Commands => new(Pages.SelectMany(page => CommandsOf(page).Select(line => (page, line))));

    public static TheoryData<string, string> Files => new(
        Pages.SelectMany(page => Blocks(page, "yaml").Where(block => Search().IsMatch(block)).Select(block => (page, block))));

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

    [Theory, InlineData("README.md"), InlineData("docs/tutorial.md"), InlineData("docs/programs.md")]
    public void Pages_for_beginners_have_commands_and_search_files(string page)
    {
        Assert.NotEmpty(CommandsOf(page));
        Assert.Contains(page, Files.Select(file => file.Data.Item1));
    }

    // An ellipsis stands for what the reader knows; diagrams have arrows.
    private static IEnumerable<string> CommandsOf(string page) =>
        from block in Blocks(page, "")
        from line in block.Split('\n')
        let text = line.Split(" #")[0]
        where !text.Contains('…', StringComparison.Ordinal) && !text.Contains("──", StringComparison.Ordinal)
        from part in text.Split("&&")
        let command = Command().Match(part.Split(" | ")[0].Split(" > ")[0].Trim())
        where command.Success
        select command.Groups[1].Value.Replace(" N", " 1", StringComparison.Ordinal);

    /// <summary>The blocks of code in a language.</summary>
    private static IEnumerable<string> Blocks(string page, string language)
    {
        var parts = File.ReadAllText(Path.Combine(Root, page)).Split("```");
        return parts.Where((_, place) => place % 2 == 1)
            .Where(part => part.StartsWith($"{language}\n", StringComparison.Ordinal))
            .Select(part => part[(language.Length + 1)..]);
    }

    private static string PathOf(string relative, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, relative);

    [GeneratedRegex(@"^(?:dataset|trainer): ", RegexOptions.Multiline)]
    private static partial Regex Search();

    // What a console prints has no command at the start of its lines.
    [GeneratedRegex(@"^(?:paretune|dotnet run (?:-c Release |--no-build )*--project Client --) (.+)$")]
    private static partial Regex Command();
}
