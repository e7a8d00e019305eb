using System.Collections.Immutable;
using Paretune.Dashboard.Http;
using Paretune.Dashboard.Searches;
using Paretune.Tuning.Formatting;

namespace Paretune.Dashboard.Submission;

/// <summary>What a search would take from earlier ones: the trials it starts from, and results that it reuses.</summary>
/// <param name="Text">Empty for nothing.</param>
/// <param name="Errors">Why the search cannot start from the older search that it names.</param>
internal sealed record EarlierResults(string Text, ImmutableArray<ValidationError> Errors)
{
    /// <summary>Looks them up. If the older search does not answer now, there is neither text nor error; submitting says so.</summary>
    public static async Task<EarlierResults> Find(SearchCalls calls, SearchSpec spec, Dataset dataset)
    {
        try
        {
            var started = (await calls.Earlier(spec, dataset, CancellationToken.None))?.Note;
            var reused = ReusedText.Note(await calls.Reusable(spec, dataset, CancellationToken.None));
            return new(string.Join(' ', new[] { started, reused }.OfType<string>()), []);
        }
        catch (ApiException refusal)
        {
            return new("", refusal.Errors);
        }
    }
}
