using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Paretune.Client.Commands;

/// <summary>The standard help, with examples below.</summary>
internal sealed class ExampleHelp(HelpAction usual, IReadOnlyList<string> ofRoot) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        var examples = parseResult.CommandResult.Command is Verb verb ? [.. verb.Examples] : ofRoot;
        if (examples.Count == 0)
            return code;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine($"  {example}");
        output.WriteLine();
        return code;
    }
}
