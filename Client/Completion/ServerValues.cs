using System.CommandLine;
using System.CommandLine.Completions;
using System.Net.Http.Headers;
using System.Text.Json;
using Paretune.Client.Api;
using Paretune.Client.Commands;

namespace Paretune.Client.Completion;

/// <summary>Values that the server knows, such as the ids of searches; none if it does not answer quickly.</summary>
internal sealed class ServerValues(Shell shell)
{
    // Short, because the user is waiting for the completion.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // The parser also asks for an argument that is already complete.
    public IEnumerable<CompletionItem> Searches(CompletionContext context) =>
        Search(context) is { } id && id != context.WordToComplete ? [] : Ask(context, "api/searches?limit=100", "id");

    /// <summary>Search ids for an option, whatever comes before it.</summary>
    public IEnumerable<CompletionItem> SearchesOf(CompletionContext context) => Ask(context, "api/searches?limit=100", "id");

    public IEnumerable<CompletionItem> Datasets(CompletionContext context) => Ask(context, "api/datasets", "name");

    public IEnumerable<CompletionItem> Trainers(CompletionContext context) => Ask(context, "api/trainers", "name");

    /// <summary>The trials of the search named earlier on the command line.</summary>
    public IEnumerable<CompletionItem> Trials(CompletionContext context) =>
        Search(context) is { } id ? Ask(context, $"{ParetuneApi.PathOf(new(id))}/trials", "number") : [];

    private static string? Search(CompletionContext context) =>
        context.ParseResult.CommandResult.Command.Arguments.OfType<Argument<string>>()
            .FirstOrDefault(one => one.Name == Arguments.SearchName)
            is { } search && context.ParseResult.GetResult(search)?.Tokens is [{ Value: { Length: > 0 } id }] ? id : null;

    private List<CompletionItem> Ask(CompletionContext context, string path, string property)
    {
        try
        {
            using var http = new HttpClient { Timeout = Patience };
            using var request = new HttpRequestMessage(HttpMethod.Get, ParetuneApi.Address(shell.ServerOf(context.ParseResult), path));
            if (shell.CredentialOf(context.ParseResult) is { } credential)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credential.Text);
            using var response = http.Send(request);
            using var document = JsonDocument.Parse(response.EnsureSuccessStatusCode().Content.ReadAsStream());
            return [.. document.RootElement.EnumerateArray().Select((one, at) => Item(one.GetProperty(property).ToString(), at))];
        }
        catch (Exception e) when (e is CommandException or HttpRequestException or OperationCanceledException or JsonException
            or InvalidOperationException or KeyNotFoundException or IOException)
        {
            return [];
        }
    }

    // Keeps the server's order, which has the newest search first.
    private static CompletionItem Item(string label, int at) => new(label, sortText: $"{at:00000}");
}
