using System.Net.Http.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Paretune.Dashboard.Tests.Access;

[assembly: AssemblyFixture(typeof(GuardedApi))]

namespace Paretune.Dashboard.Tests.Access;

/// <summary>
/// An API that requires sign-in: with an administrator's key from the settings, with keys created with it, or with tokens.
/// </summary>
public sealed class GuardedApi : IAsyncLifetime
{
    /// <summary>A page for the signed-in user that contains a form.</summary>
    public const string Form = "/test/form";

    private int _names;

    public string Admin { get; } = ApiKey.Draw().Text;
    internal OidcProvider Provider { get; } = new();
    public Api Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Provider.InitializeAsync();
        Api = new()
        {
            Options = new()
            {
                AsksForSignIn = true,
                AdminKeyHash = ApiKey.Read(Admin)!.Hash,
                Oidc = new()
                {
                    Authority = Provider.Authority,
                    Audience = OidcProvider.Audience,
                    ClientId = OidcProvider.Client,
                    ClientSecret = OidcProvider.Secret,
                },
                RequestsPerSecond = 10_000,
                Burst = 10_000,
            },
            Map = app =>
            {
                app.MapParetuneApi().MapGet(Form, PageWithForm);
                return app;
            },
        };
        await Api.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Provider.DisposeAsync();
    }

    /// <summary>Creates a key with a unique name.</summary>
    public Task<KeyView> Key(KeyScope scope) => Key($"key{Interlocked.Increment(ref _names)}", scope);

    public async Task<KeyView> Key(string name, KeyScope scope)
    {
        using var response = await Api.Send(
            HttpMethod.Post, "/api/keys", Admin, JsonContent.Create(new { name, scope = scope.ToString().ToLowerInvariant() }));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<KeyView>(ParetuneJson.Options))!;
    }

    private static string PageWithForm(HttpContext context, IAntiforgery forms)
    {
        var token = forms.GetAndStoreTokens(context);
        return $"<form><input name=\"{token.FormFieldName}\" value=\"{token.RequestToken}\"></form>";
    }
}
