namespace Paretune.Grains.Ledger;

/// <summary>The ledger cannot be opened; the message says why and what to do, and nothing was changed.</summary>
public sealed class LedgerUnusableException(string message, Exception? cause = null) : Exception(message, cause);
