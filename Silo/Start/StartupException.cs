namespace Paretune.Silo.Start;

/// <summary>The silo cannot start with these settings. The message says what is required, what was found and what to change.</summary>
internal sealed class StartupException(string message, Exception? cause = null) : Exception(message, cause);
