using Paretune.Client.Output;
using Paretune.Client.Watching;

namespace Paretune.Client.Commands;

/// <summary>How many images a search measures its accuracies on.</summary>
internal static class SearchImages
{
    /// <summary>Asks the search's first event, which knows the dataset as it was when the search began.</summary>
    public static async Task<MeasuredImages> Read(Session session, SearchView view, CancellationToken cancellation)
    {
        await foreach (var entry in RecordedEntries.Read(view, session.Api, session.Terminal, cancellation))
            if (entry is SearchStarted started)
                return new(view.ValidationImages, started.Dataset.TestImages);
        return new(view.ValidationImages, Test: 0);
    }
}
