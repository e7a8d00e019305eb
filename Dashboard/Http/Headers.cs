namespace Paretune.Dashboard.Http;

/// <summary>Headers of our own.</summary>
internal static class Headers
{
    /// <summary>A sentence for people about an answer that is good but not whole.</summary>
    public const string Note = "Paretune-Note";

    /// <summary>How many there are of what an answer holds a page of.</summary>
    public const string Total = "Paretune-Total";
}
