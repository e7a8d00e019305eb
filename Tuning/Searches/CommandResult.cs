using System.Collections.Immutable;

namespace Paretune.Tuning.Searches;

/// <summary>What a command answers and what it adds to the ledger. The answer may be given once the entries are written.</summary>
public sealed record CommandResult<T>(T Answer, ImmutableArray<LedgerEntry> Entries);
