using System.Net.Mime;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.SignalR;
using Orleans.Dashboard;
using Paretune.Dashboard.Access;
using Paretune.Dashboard.Cluster;
using Paretune.Dashboard.Datasets;
using Paretune.Dashboard.Layout;
using Paretune.Dashboard.Live;
using Paretune.Dashboard.Searches;
using Paretune.Dashboard.Trials;

namespace Paretune.Dashboard;

/// <summary>Sets up the pages for a host that already has the API.</summary>
public static class PagesSetup
{
    // Enough for a pasted search file or a chart's large answer; the API has the same limit.
    private const long LargestMessage = ApiOptions.MaxJsonBytes;

    // Orleans' dashboard, for operators: grains, calls and silos.
    private const string OrleansPages = "/orleans";

    public static IServiceCollection AddParetunePages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.Configure<HubOptions>(hub => hub.MaximumReceiveMessageSize = LargestMessage);
        services.AddCascadingAuthenticationState();
        services.AddScoped<Messages>();
        services.AddScoped<BrowserStore>();
        services.AddScoped<PageActions>();
        services.AddScoped<SearchActions>();
        services.AddScoped<DatasetActions>();
        services.AddSingleton<PictureClassifier>();
        services.AddSingleton<ClusterWatch>();
        services.AddSingleton<SearchFeeds>();
        services.AddSingleton<SearchLists>();
        return services;
    }

    public static WebApplication MapParetunePages(this WebApplication app)
    {
        // Browsers get an HTML page where programs get a problem document.
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            context.Features.Get<IStatusCodePagesFeature>()!.Enabled = IsForAPerson(context.Request);
            return next(context);
        });
        app.UseAntiforgery();
        // Not rate-limited: a page loads many assets, and many browsers may share an address.
        app.MapStaticAssets().AllowAnonymous().DisableRateLimiting();
        // PageHeaders forbids framing.
        app.MapOrleansDashboard(OrleansPages).Needs(KeyScope.Admin).ExcludeFromDescription();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(circuits => circuits.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }

    private static bool IsForAPerson(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api")
        && request.Headers.Accept.ToString().Contains(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase);
}
