extension ObjectSynonyms {
  /// The 80 categories of COCO with words that captions commonly use for them.
  ///
  /// The names are those of the [COCO] annotations; the synonyms are our own and fewer than those of
  /// the list that CHAIR was published with. Numbers to be compared with published ones need that
  /// list, as a file.
  ///
  /// [COCO]: https://cocodataset.org
  public static let coco: ObjectSynonyms = {
    do throws(CaptionProblem) {
      return try ObjectSynonyms(Array(cocoText.utf8)[...])
    } catch {
      preconditionFailure("the built-in list: \(error)")
    }
  }()

  /// The built-in list as the text of a file.
  public static let cocoText = """
    # The 80 categories of COCO: a line for each, its name and what captions call it, with commas
    # between. Plurals are found by themselves.
    person, man, woman, child, boy, girl, kid, baby, toddler, infant, teenager, adult, guy, lady, gentleman, male, female, people, pedestrian, passenger, rider, driver, cyclist, bicyclist, biker, motorcyclist, worker, chef, waiter, waitress, policeman, officer, cop, firefighter, soldier, student, teacher, player, catcher, umpire, skier, snowboarder, skater, skateboarder, surfer, swimmer, jockey, cowboy, tourist, traveler, shopper, vendor, bride, groom, mother, father, sister, brother, son, daughter, friend
    bicycle, bike, tricycle, unicycle
    car, automobile, sedan, suv, hatchback, convertible, coupe, van, minivan, jeep, taxi, cab, limousine, limo
    motorcycle, motorbike, motor bike, motor cycle, scooter, moped
    airplane, aeroplane, air plane, plane, aircraft, jet, airliner, jetliner, biplane, seaplane
    bus, minibus, trolley
    train, locomotive, tram, streetcar
    truck, lorry, pickup, firetruck
    boat, ship, sailboat, rowboat, motorboat, speedboat, canoe, kayak, ferry, yacht, barge, dinghy, raft, vessel, tugboat, gondola
    traffic light, traffic signal, stop light, stoplight
    fire hydrant, hydrant
    stop sign
    parking meter
    bench, pew
    bird, duck, goose, swan, seagull, gull, pigeon, parrot, owl, eagle, hawk, crow, sparrow, robin, rooster, peacock, pelican, heron, flamingo, ostrich, penguin
    cat, kitten, kitty, tabby
    dog, puppy, pup, hound, poodle, terrier, bulldog, retriever, labrador, collie, husky, corgi, pug, dachshund, beagle
    horse, pony, foal, mare, stallion, colt
    sheep, lamb, ram, ewe
    cow, cattle, bull, calf, ox, heifer
    elephant
    bear, panda
    zebra
    giraffe
    backpack, rucksack, knapsack
    umbrella, parasol
    handbag, purse, wallet
    tie, necktie, bowtie
    suitcase, suit case, luggage, baggage
    frisbee
    skis, ski
    snowboard
    sports ball, ball, basketball, football, volleyball
    kite
    baseball bat
    baseball glove, mitt
    skateboard, longboard
    surfboard
    tennis racket, racket, racquet
    bottle
    wine glass, wineglass, goblet
    cup, mug, teacup
    fork
    knife, pocketknife
    spoon, ladle
    bowl
    banana
    apple
    sandwich, burger, hamburger, cheeseburger
    orange, tangerine
    broccoli
    carrot
    hot dog, hotdog
    pizza
    donut, doughnut
    cake, cupcake, cheesecake
    chair, armchair, stool, seat
    couch, sofa, loveseat, settee
    potted plant, houseplant
    bed
    dining table, table, desk
    toilet, urinal
    tv, television, monitor
    laptop, laptop computer, notebook computer
    mouse
    remote, remote control
    keyboard
    cell phone, mobile phone, cellphone, smartphone, phone, telephone
    microwave
    oven, stove
    toaster
    sink, washbasin
    refrigerator, fridge, freezer
    book
    clock
    vase
    scissors
    teddy bear, teddy
    hair drier, hair dryer, hairdryer, hairdrier
    toothbrush
    """
}
