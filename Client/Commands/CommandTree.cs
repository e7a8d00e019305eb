using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Paretune.Client.Completion;

namespace Paretune.Client.Commands;

/// <summary>Every verb of the console.</summary>
internal static class CommandTree
{
    private const string Name = "paretune";

    private static readonly string[] Examples =
    [
        "paretune demo",
        "paretune search submit --dataset shapes --dilation 1,2,3 --width 1,0.5 --epochs 5 --watch",
        "paretune search best ID --max-macs 300000000 --output json",
    ];

    public static RootCommand Of(Terminal terminal)
    {
        var shell = new Shell(terminal);
        var root = new RootCommand("Finds the networks worth deploying: the front of accuracy against size, and its optimum.")
        {
            shell.Server,
            shell.KeyFile,
            shell.Output,
            shell.NoPager,
            DemoCommand.Of(shell),
            Verb.Group(
                "search", "Submit searches, look at them, steer them.",
                [SubmitCommand.Of(shell), .. LookCommands.Of(shell), .. SteerCommands.Of(shell), .. EditCommands.Of(shell),
                    .. KeepCommands.Of(shell), .. DecisionCommands.Of(shell), ExportCommand.Of(shell)]),
            Verb.Group("trial", "Look at one configuration of a search.", TrialCommands.Of(shell)),
            Verb.Group("model", "Look at networks without a server.", ModelCommand.Of(shell)),
            SimulateCommand.Of(shell),
            ReproduceCommand.Of(shell),
            Verb.Group("data", "Bring in datasets.", DataCommands.Of(shell)),
            Verb.Group("trainer", "Look at trainers of your own.", TrainerCommands.Of(shell)),
            Verb.Group("key", "Make, list and revoke the keys of a server.", KeyCommands.Of(shell)),
            ClassifyCommand.Of(shell),
            ClusterCommand.Of(shell),
            CompletionCommand.Of(shell),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExampleHelp((HelpAction)help.Action!, Examples);
        ShowHelpAlone(root, (SynchronousCommandLineAction)help.Action);
        var suggest = root.Directives.OfType<SuggestDirective>().Single();
        suggest.Action = new SuggestAction(root, suggest);
        return root;
    }

    // A group alone is a question. What help clears, errors, must stay: a misspelt verb stands behind its group.
    private static void ShowHelpAlone(Command command, SynchronousCommandLineAction help)
    {
        if (command.Subcommands.Count == 0)
            return;
        command.SetAction(help.Invoke);
        foreach (var verb in command.Subcommands)
            ShowHelpAlone(verb, help);
    }

    /// <summary>A command as one types it: <c>paretune search submit</c>.</summary>
    public static string PathOf(Command command) => command is RootCommand
        ? Name
        : $"{PathOf(command.Parents.OfType<Command>().First())} {command.Name}";
}
