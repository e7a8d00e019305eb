using System.CommandLine;
using System.Text.Json.Nodes;
using Paretune.Client.Output;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary>Verbs for a server's keys: <c>create, list, revoke</c>.</summary>
internal static class KeyCommands
{
    public static Verb[] Verbs(Shell shell) => [Create(shell), List(shell), Revoke(shell)];

    private static Verb Create(Shell shell)
    {
        var name = Name(" (with --local, the owner is admin)");
        var scope = new Option<string>("--scope")
        {
            Description = "read reads everything; work also trains trials of external searches; submit also submits searches and imports "
                + "datasets; admin also changes what others own and creates keys.",
            Required = true,
        };
        scope.AcceptOnlyFromAmong([.. KeyScopes.All.Select(one => Formatter.Name(one))]);
        var local = new Option<bool>("--local")
        {
            Description = "Create an administrator's key without a server, and print it with the setting that makes a silo accept it."
        };
        var verb = new Verb(
            "create", "Create a key and show it once.",
            "paretune key create ann --scope submit", "paretune key create first --scope admin --local");
        return shell.Runs(verb.With(name, scope, local), async (session, cancellation) =>
        {
            if (session.Get(local))
            {
                var key = LocalKey.Draw(session.Get(scope)!);
                Print(session, key, key.Key, key.Setting);
            }
            else
            {
                var key = await Create(session, session.Get(name), session.Get(scope)!, cancellation);
                Print(session, key, key.Key!);
            }
        });
    }

    private static async Task<KeyView> Create(Session session, string name, string scope, CancellationToken cancellation)
    {
        var made = await session.Api.Post<KeyView>("api/keys", new JsonObject { ["name"] = name, ["scope"] = scope }, cancellation);
        session.Printer.Note(
            "this is the only time the key is shown; use it with PARETUNE_KEY or --key-file, revoke it with: paretune key "
            + $"revoke {name}");
        return made;
    }

    private static Verb List(Shell shell) => shell.Runs(
        new Verb("list", "List the keys, without their secrets.", "paretune key list"),
        async (session, cancellation) => session.Printer.Many(await session.Api.Get<KeyView[]>("api/keys", cancellation), Table));

    private static Verb Revoke(Shell shell)
    {
        var name = Name();
        return shell.Runs(
            new Verb("revoke", "Revoke a key. It stops working within ten seconds.", "paretune key revoke ann").With(name),
            async (session, cancellation) => session.Printer.One(
                await session.Api.Delete<KeyView>($"api/keys/{Uri.EscapeDataString(session.Get(name))}", cancellation),
                key => new Text($"the key {key.Name} is revoked")));
    }

    private static Argument<string> Name(string? more = null) =>
        new("NAME") { Description = $"Name of the key, which becomes the owner of everything that is submitted with it{more}." };

    /// <summary>Prints lines unwrapped, because a key that is wrapped at the terminal's width cannot be copied.</summary>
    private static void Print<T>(Session session, T key, params ReadOnlySpan<string> lines)
    {
        if (session.Printer.Format != OutputFormat.Table)
            session.Printer.One(key, _ => Text.Empty);
        else
            foreach (var line in lines)
                session.Terminal.Out.WriteLine(line);
    }

    private static FittingTable Table(IReadOnlyCollection<KeyView> keys) => FittingTable.From<KeyView>(
        [
            new(new("name", 0), key => key.Name), new(new("scope", 3), key => Formatter.Name(key.Scope)), new(new("id", 2), key => key.Id),
            new(new("created", 1), key => Formatter.Time(key.CreatedAt)),
        ],
        keys);

    /// <summary>A key that is not stored: a silo accepts it as an administrator's key because a setting contains its hash.</summary>
    private sealed record LocalKey(string Key, string Setting)
    {
        public static LocalKey Draw(string scope)
        {
            if (scope != "admin")
                throw CommandException.BadInput(
                    $"--scope: must be admin with --local, because the setting accepts only administrators' keys, but is {scope}");
            var key = ApiKey.Draw();
            return new(key.Text, $"Paretune__AdminKeyHash={key.Hash}");
        }
    }
}
