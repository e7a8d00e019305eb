namespace Paretune.Silo.Start;

/// <summary>The silo cannot start with these settings; the message says the rule, what was found and what to change.</summary>
internal sealed class StartupException(string message, Exception? cause = null) : Exception(message, cause);
