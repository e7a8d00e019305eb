namespace Paretune.Dashboard.Http;

/// <summary>Paretune's own HTTP headers.</summary>
internal static class Headers
{
    /// <summary>A sentence for people about an answer that is valid but incomplete.</summary>
    public const string Note = "Paretune-Note";

    /// <summary>The total number of items of which the answer is one page.</summary>
    public const string Total = "Paretune-Total";
}
