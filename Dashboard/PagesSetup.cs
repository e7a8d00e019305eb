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

/// <summary>The pages, for a host that has the API too.</summary>
public static class PagesSetup
{
    // A pasted search file, or a large answer of a chart; the API takes as much.
    private const long LargestMessage = ApiOptions.MaxJsonBytes;

    // For operators: grains, calls and silos as Orleans sees them.
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
        // People get a page where programs get a problem document.
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            context.Features.Get<IStatusCodePagesFeature>()!.Enabled = IsForAPerson(context.Request);
            return next(context);
        });
        app.UseAntiforgery();
        // Not counted: a page is many of them, and many browsers share an address.
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
