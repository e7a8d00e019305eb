using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Paretune.Client.Completion;

namespace Paretune.Client.Commands;

/// <summary>All verbs of the console.</summary>
internal static class CommandTree
{
    private const string Name = "paretune";

    private static readonly string[] Examples =
    [
        "paretune demo",
        "paretune search submit --dataset shapes --dilation 1,2,3 --width 1,0.5 --epochs 5 --watch",
        "paretune search best ID --max-macs 300000000 --output json",
    ];

    public static RootCommand Create(Terminal terminal)
    {
        var shell = new Shell(terminal);
        var root = new RootCommand(
            "Finds networks worth deploying: the Pareto front of accuracy against size, and one recommended network.")
        {
            shell.Server,
            shell.KeyFile,
            shell.Output,
            shell.NoPager,
            DemoCommand.Create(shell),
            Verb.Group(
                "search", "Submit, inspect and control searches.",
                [SubmitCommand.Create(shell), .. ShowCommands.Create(shell), .. SteerCommands.Create(shell), .. EditCommands.Create(shell),
                    .. ArchiveCommands.Create(shell), .. DecisionCommands.Create(shell), ExportCommand.Create(shell)]),
            Verb.Group("trial", "Inspect and change single trials of a search.", TrialCommands.Create(shell)),
            Verb.Group("model", "Inspect networks without a server.", ModelCommand.Create(shell)),
            SimulateCommand.Create(shell),
            ReproduceCommand.Create(shell),
            Verb.Group("data", "Import and manage datasets.", DataCommands.Create(shell)),
            Verb.Group("trainer", "Manage custom trainers.", TrainerCommands.Create(shell)),
            Verb.Group("key", "Create, list and revoke the keys of a server.", KeyCommands.Verbs(shell)),
            ClassifyCommand.Create(shell),
            ClusterCommand.Create(shell),
            CompletionCommand.Create(shell),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExampleHelp((HelpAction)help.Action!, Examples);
        ShowHelpAlone(root, (SynchronousCommandLineAction)help.Action);
        var suggest = root.Directives.OfType<SuggestDirective>().Single();
        suggest.Action = new SuggestAction(root, suggest);
        return root;
    }

    // A group without a verb shows help. With a misspelt verb it must not, because help clears the parse errors.
    private static void ShowHelpAlone(Command command, SynchronousCommandLineAction help)
    {
        if (command.Subcommands.Count == 0)
            return;
        command.SetAction(help.Invoke);
        foreach (var verb in command.Subcommands)
            ShowHelpAlone(verb, help);
    }

    /// <summary>Returns a command as a user types it: <c>paretune search submit</c>.</summary>
    public static string PathOf(Command command) => command is RootCommand
        ? Name
        : $"{PathOf(command.Parents.OfType<Command>().First())} {command.Name}";
}
