namespace Paretune.Silo.Start;

/// <summary>The silo cannot start as it was asked to; the message says the rule, what was found and what to change.</summary>
internal sealed class StartRefusedException(string message, Exception? cause = null) : Exception(message, cause);
