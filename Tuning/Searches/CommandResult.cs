using System.Collections.Immutable;

namespace Paretune.Tuning.Searches;

/// <summary>
/// The answer of a command and the entries that it adds to the ledger. The answer may be sent once the entries are written.
/// </summary>
public sealed record CommandResult<T>(T Answer, ImmutableArray<LedgerEntry> Entries);
