using System.CommandLine;
using System.Text.Json.Nodes;
using Paretune.Client.Api;
using Paretune.Tuning.Specs;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary><c>trial add</c>: adds a configuration to a search whose strategy is <c>manual</c>.</summary>
internal static class TrialAddCommand
{
    public static Verb Create(Shell shell)
    {
        var id = Arguments.Search(shell);
        var values = new Argument<string[]>("KEY=VALUE")
        {
            Description = "Values of the hyperparameters that vary in the search's space, and network if it has several.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var verb = new Verb(
            "add", "Add a trial to a search with strategy: manual. If a trial already has this configuration, its number is printed.",
            "paretune trial add ID width=0.5 learningRate=0.003", "paretune trial add ID network=mobilenet width=0.5");
        return shell.Runs(verb.With(id, values), async (session, cancellation) =>
        {
            var path = ParetuneApi.PathOf(new(session.Get(id)));
            var given = (session.Get(values) ?? []).Select(Pair).ToList();
            var search = await session.Api.Get<SearchView>(path, cancellation);
            var body = new JsonObject { ["trials"] = new JsonArray(Written(given, search.Spec)) };
            var added = await session.Api.Post<AddedTrials>($"{path}/trials", body, cancellation);
            session.Printer.One(added.Trials[0], one => new Text(Describe(one)));
        });
    }

    private static (string Key, JsonNode? Value) Pair(string text) => text.Split('=', 2) is [{ Length: > 0 } key, var value]
        ? (key, YamlText.Plain(value))
        : throw CommandException.BadInput($"{text}: must be KEY=VALUE, as in width=0.5; write the hyperparameter's name before =");

    /// <summary>
    /// Returns the configuration as a space writes it: hyperparameters of a custom trainer are in an object of their own.
    /// </summary>
    private static JsonObject Written(List<(string Key, JsonNode? Value)> given, SearchSpec spec)
    {
        var (root, own) = (new JsonObject(), new JsonObject());
        foreach (var (key, value) in given)
            if (!(spec.Space.First.Declared?.ContainsKey(key) == true ? own : root).TryAdd(key, value))
                throw CommandException.BadInput($"{key}: must be given once, but is given twice; remove one");
        if (own.Count > 0)
            root[HyperparameterNames.Declared] = own;
        return root;
    }

    private static string Describe(AddedTrial one) => one switch
    {
        { Number: null } => $"skipped: {one.Skipped}",
        { IsNew: false } => $"trial {one.Number} already has this configuration",
        _ => $"trial {one.Number} added",
    };
}
