namespace Paretune;

/// <summary>
/// Thrown if the ledger cannot be read or written at the moment. It is not known whether a write succeeded; repeat the call.
/// </summary>
[GenerateSerializer, Alias("Paretune.LedgerUnavailableException")]
public sealed class LedgerUnavailableException(string message) : Exception(message);
