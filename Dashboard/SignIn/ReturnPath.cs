using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.SignIn;

/// <summary>The path that a browser returns to after sign-in, always on this server.</summary>
internal static class ReturnPath
{
    /// <summary>The name of the field in queries and forms.</summary>
    public const string Name = "return";

    private const string Home = "/";

    /// <exception cref="ApiException">400: the path leads to another host.</exception>
    public static string From(string? path)
    {
        if (string.IsNullOrEmpty(path))
            return Home;
        return IsLocal(path) ? path : throw ApiException.Invalid(Name, $"must be a path of this server, such as {Home}, but is \"{path}\"");
    }

    // Browsers read \ as / and skip invisible characters, so "/\evil" and "/<tab>/evil" would lead to another host, like "//evil".
    private static bool IsLocal(string path) =>
        path[0] == '/' && path.ElementAtOrDefault(1) != '/' && path.All(letter => letter is > ' ' and <= '~' and not '\\');
}
