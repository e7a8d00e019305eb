using System.CommandLine;
using Paretune.Client.Api;

namespace Paretune.Client.Commands;

/// <summary><c>search open</c>: opens a search's page in a browser.</summary>
internal static class OpenCommand
{
    public static Verb Create(Shell shell)
    {
        var id = Arguments.Search(shell);
        var print = new Option<bool>("--print") { Description = "Print the address instead of opening a browser." };
        var verb = new Verb(
            "open", "Open the page of a search in the browser, or print its address if there is no browser.", "paretune search open ID",
            "paretune search open ID --print");
        return shell.Runs(verb.With(id, print), async (session, cancellation) =>
        {
            // Checked first, because a missing search would otherwise show only in the browser.
            var search = await session.Api.Get<SearchView>(ParetuneApi.PathOf(new(session.Get(id))), cancellation);
            var page = session.Api.AddressOf($"searches/{Uri.EscapeDataString(search.Id.Value)}");
            if (session.Get(print))
                session.Terminal.Out.WriteLine(page);
            else if (!session.Terminal.Browse(page))
            {
                session.Printer.Note("cannot start a browser here; open this address:");
                session.Terminal.Out.WriteLine(page);
            }
            else
                session.Printer.Note($"opened {page}");
        });
    }
}
