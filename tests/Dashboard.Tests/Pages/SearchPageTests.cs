using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Bunit;
using Paretune.Dashboard.Pages;

namespace Paretune.Dashboard.Tests.Pages;

public sealed class SearchPageTests(Api api) : PageTest(api)
{
    [Fact]
    public async Task The_page_says_who_is_notified_at_the_end_and_what_became_of_it()
    {
        var search = Api.Search("notifying-page");
        search["notify"] = "https://hooks.example.com/paretune";
        using var created = await Api.Http.PostAsJsonAsync("/api/searches", search);
        var id = (string)(await created.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
        var page = Open<SearchPage>($"/searches/{id}", with => with.Add(shown => shown.Id, id));
        page.WaitForAssertion(() => Assert.Contains("notifies https://hooks.example.com/paretune when it ends", page.Markup));

        using var cancelled = await Api.Http.PostAsync($"/api/searches/{id}/cancel", null);

        page.WaitForAssertion(() => Assert.Matches("(about to notify|not yet notified) https://hooks.example.com/paretune", page.Markup));
    }
}
