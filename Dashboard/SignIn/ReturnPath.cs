using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.SignIn;

/// <summary>Where a browser goes once it has signed in: a path of this server and nowhere else.</summary>
internal static class ReturnPath
{
    /// <summary>Its name in queries and forms.</summary>
    public const string Name = "return";

    private const string Home = "/";

    /// <exception cref="ApiException">400: it leads elsewhere.</exception>
    public static string From(string? path)
    {
        if (string.IsNullOrEmpty(path))
            return Home;
        return IsLocal(path) ? path : throw ApiException.Invalid(Name, $"must be a path of this server, such as {Home}, but is \"{path}\"");
    }

    // Browsers read \ as / and skip what cannot be seen, so that "/\evil" and "/<tab>/evil" lead to a host as "//evil" does.
    private static bool IsLocal(string path) =>
        path[0] == '/' && path.ElementAtOrDefault(1) != '/' && path.All(letter => letter is > ' ' and <= '~' and not '\\');
}
