namespace Paretune.Grains.Ledger;

/// <summary>The ledger cannot be opened. The message says why and what to do; nothing was changed.</summary>
public sealed class LedgerUnusableException(string message, Exception? cause = null) : Exception(message, cause);
