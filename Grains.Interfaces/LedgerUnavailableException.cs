namespace Paretune;

/// <summary>The ledger could not be read or written just now; whether a write got through is not known. Ask again.</summary>
[GenerateSerializer, Alias("Paretune.LedgerUnavailableException")]
public sealed class LedgerUnavailableException(string message) : Exception(message);
