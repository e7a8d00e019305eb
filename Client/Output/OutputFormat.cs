namespace Paretune.Client.Output;

/// <summary>How data is written to standard output.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>One indented document.</summary>
    Json,

    /// <summary>One document a line: each item of a list, each event of a search that is watched.</summary>
    Jsonl,

    /// <summary>Comma-separated values, of what has rows.</summary>
    Csv,
}
