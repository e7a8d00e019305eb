using Paretune.Client.Output;
using Paretune.Client.Watching;

namespace Paretune.Client.Commands;

/// <summary>Reads how many images a search's accuracies are measured on.</summary>
internal static class SearchImages
{
    /// <summary>Reads the search's first entry, which has the dataset as it was when the search started.</summary>
    public static async Task<MeasuredImages> Read(Session session, SearchView view, CancellationToken cancellation)
    {
        await foreach (var entry in RecordedEntries.Read(view, session.Api, session.Terminal, cancellation))
            if (entry is SearchStarted started)
                return new(view.ValidationImages, started.Dataset.TestImages);
        return new(view.ValidationImages, Test: 0);
    }
}
